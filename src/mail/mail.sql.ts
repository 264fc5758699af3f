import { sql } from 'kysely';
import type { ActorReference } from '../access/actor-reference.ts';
import { actorReference } from '../access/actor-reference.ts';
import type { Database, Transaction } from '../database/database.ts';
import { newUuid } from '../lib/ids.ts';

export type MailedInvitation = {
  readonly email: string;
  readonly organizationName: string;
  readonly invitedBy: ActorReference | null;
  readonly expiresAt: Date;
};

/** Gives a pending invitation its link, in place of an earlier one. Undefined when it is not pending. */
export async function setInvitationSecret(
  database: Database,
  invitationId: string,
  secretHash: Buffer,
): Promise<MailedInvitation | undefined> {
  const row = await database
    .updateTable('invitations')
    .from('organizations')
    .set({ secretHash })
    .whereRef('organizations.id', '=', 'invitations.organizationId')
    .where('invitations.id', '=', invitationId)
    .where('invitations.acceptedAt', 'is', null)
    .where('invitations.revokedAt', 'is', null)
    .where('invitations.expiresAt', '>', sql<Date>`clock_now()`)
    .returning([
      'invitations.email',
      'organizations.name as organizationName',
      'invitations.invitedByType',
      'invitations.invitedById',
      'invitations.expiresAt',
    ])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { invitedByType, invitedById, ...rest } = row;
  return { ...rest, invitedBy: actorReference(invitedByType, invitedById) };
}

/** Gives a person a link that sets a password, in place of earlier ones. Undefined: no such person. */
export async function replacePasswordReset(
  transaction: Transaction,
  email: string,
  secretHash: Buffer,
): Promise<{ email: string; expiresAt: Date } | undefined> {
  const user = await transaction
    .selectFrom('users')
    .select(['id', 'email'])
    .where('email', '=', email)
    // Two such jobs at once would each leave a link.
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (user === undefined) return undefined;
  await transaction
    .deleteFrom('passwordResets')
    .where('userId', '=', user.id)
    .where('usedAt', 'is', null)
    .execute();
  const { expiresAt } = await transaction
    .insertInto('passwordResets')
    .values({
      id: newUuid(),
      userId: user.id,
      secretHash,
      expiresAt: sql`clock_now() + interval '1 hour'`,
    })
    .returning('expiresAt')
    .executeTakeFirstOrThrow();
  return { email: user.email, expiresAt };
}

export function findEmail(database: Database, userId: string): Promise<{ email: string } | undefined> {
  return database.selectFrom('users').select('email').where('id', '=', userId).executeTakeFirst();
}
