import { parseId } from '../../src/lib/ids.ts';
import { hashSecret, newSecret } from '../../src/lib/secrets.ts';
import type { Role } from '../../src/members/role.ts';
import type { Permission } from '../../src/permissions.ts';
import type { TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import type { SeededMember } from '../support/seed.ts';
import { InviteMember } from './documents.ts';

/** Invites over the API, and gives back the invitation with the link that the mail would bring. */
export async function invite(
  app: TestApp,
  { bearer }: SeededMember,
  input: { email: string; role: Role; permissions?: readonly Permission[] },
  /** Named by who is no member of it. */
  organization?: string,
): Promise<{ id: string; token: string }> {
  const answer = await app.graphql(InviteMember, { input }, { bearer, organization });
  const { id } = memberOf(dataOf(answer).inviteMember, 'InviteMemberPayload').invitation;
  return { id, token: await mintLink(app, id) };
}

/** Changes the invitation as the job that mails the link does. */
export async function mintLink({ services }: TestApp, invitationId: string): Promise<string> {
  const token = newSecret();
  await services.database
    .updateTable('invitations')
    .set({ secretHash: hashSecret(token) })
    .where('id', '=', parseId('invitation', invitationId))
    .executeTakeFirstOrThrow();
  return token;
}

/** The jobs waiting to mail this invitation. */
export async function waitingMails({ testDatabase }: TestApp, invitationId: string): Promise<number> {
  const { rowCount } = await testDatabase.pool.query('select from graphile_worker.jobs where key = $1', [
    `send_invitation:${parseId('invitation', invitationId)}`,
  ]);
  return rowCount ?? 0;
}
