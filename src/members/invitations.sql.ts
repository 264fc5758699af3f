import { type Insertable, type RawBuilder, type Selectable, sql } from 'kysely';
import type { ActorReference } from '../access/actor-reference.ts';
import type { Database, Transaction } from '../database/database.ts';
import { indexRange } from '../database/keyset.sql.ts';
import type { Invitations } from '../database/types.generated.ts';
import { newUuid } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';

export const invitationStatuses = ['PENDING', 'EXPIRED', 'ACCEPTED', 'REVOKED'] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

/** An invitation with its status at the time of the statement. */
export type InvitationRow = Omit<Selectable<Invitations>, 'secretHash'> & { status: InvitationStatus };

const status = sql<InvitationStatus>`case
  when invitations.accepted_at is not null then 'ACCEPTED'
  when invitations.revoked_at is not null then 'REVOKED'
  when invitations.expires_at <= clock_now() then 'EXPIRED'
  else 'PENDING' end`;

const columns = [
  'invitations.id',
  'invitations.organizationId',
  'invitations.email',
  'invitations.role',
  'invitations.permissions',
  'invitations.invitedByType',
  'invitations.invitedById',
  'invitations.createdAt',
  'invitations.expiresAt',
  'invitations.acceptedAt',
  'invitations.revokedAt',
] as const;

const now = sql<Date>`clock_now()`;

function inDays(days: number): RawBuilder<Date> {
  return sql<Date>`clock_now() + make_interval(days => ${days}::integer)`;
}

/** Invitations that were neither accepted nor revoked: pending or expired. */
function openInvitations(database: Database | Transaction) {
  return database
    .selectFrom('invitations')
    .select(columns)
    .select(status.as('status'))
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null);
}

export function listOpenInvitations(
  database: Database,
  organizationId: string,
  page: KeysetPage,
): Promise<InvitationRow[]> {
  const range = indexRange([[sql.ref('organizationId'), organizationId]], sql.ref('id'), page);
  return openInvitations(database).where(range.condition).orderBy(range.order).limit(page.limit).execute();
}

/** Returns the open invitation, locked until the transaction ends. */
export function lockOpenInvitation(
  transaction: Transaction,
  organizationId: string,
  which: { id: string } | { email: string },
): Promise<InvitationRow | undefined> {
  const query = openInvitations(transaction).where('organizationId', '=', organizationId).forNoKeyUpdate();
  const found = 'id' in which ? query.where('id', '=', which.id) : query.where('email', '=', which.email);
  return found.executeTakeFirst();
}

/** Returns the pending invitation of this link. */
export function findInvitationBySecret(
  database: Database | Transaction,
  secretHash: Buffer,
): Promise<InvitationRow | undefined> {
  return database
    .selectFrom('invitations')
    .select(columns)
    .select(status.as('status'))
    .where('secretHash', '=', secretHash)
    .where(status, '=', 'PENDING')
    .executeTakeFirst();
}

type NewInvitation = Pick<
  Insertable<Invitations>,
  'organizationId' | 'email' | 'role' | 'permissions' | 'invitedByType' | 'invitedById'
> & { readonly lifetimeDays: number };

export function insertInvitation(
  transaction: Transaction,
  { lifetimeDays, ...invitation }: NewInvitation,
): Promise<InvitationRow> {
  return transaction
    .insertInto('invitations')
    .values({ ...invitation, id: newUuid(), expiresAt: inDays(lifetimeDays) })
    .returning(columns)
    .returning(status.as('status'))
    .executeTakeFirstOrThrow();
}

/** Removes the earlier link at once. The job that mails the next link creates its secret. */
export function renewInvitationRow(
  transaction: Transaction,
  invitation: InvitationRow,
  { type, id }: ActorReference,
  lifetimeDays: number,
) {
  const invitedBy = { invitedByType: type, invitedById: id };
  return changeInvitation(transaction, invitation, {
    secretHash: null,
    expiresAt: inDays(lifetimeDays),
    ...invitedBy,
  });
}

export function revokeInvitationRow(transaction: Transaction, invitation: InvitationRow) {
  return changeInvitation(transaction, invitation, { secretHash: null, revokedAt: now });
}

export function acceptInvitationRow(transaction: Transaction, invitation: InvitationRow) {
  return changeInvitation(transaction, invitation, { secretHash: null, acceptedAt: now });
}

type Changes = {
  secretHash: null;
  invitedByType?: ActorReference['type'];
  invitedById?: string;
  expiresAt?: RawBuilder<Date>;
  revokedAt?: RawBuilder<Date>;
  acceptedAt?: RawBuilder<Date>;
};

function changeInvitation(
  transaction: Transaction,
  { id, organizationId }: InvitationRow,
  changes: Changes,
): Promise<InvitationRow> {
  return transaction
    .updateTable('invitations')
    .set(changes)
    .where('id', '=', id)
    .where('organizationId', '=', organizationId)
    .returning(columns)
    .returning(status.as('status'))
    .executeTakeFirstOrThrow();
}

/** Stores the link of a pending invitation and replaces an earlier one. Returns undefined if it is not pending. */
export function setInvitationSecret(
  database: Database,
  invitationId: string,
  secretHash: Buffer,
): Promise<InvitationRow | undefined> {
  return database
    .updateTable('invitations')
    .set({ secretHash })
    .where('id', '=', invitationId)
    .where(status, '=', 'PENDING')
    .returning(columns)
    .returning(status.as('status'))
    .executeTakeFirst();
}
