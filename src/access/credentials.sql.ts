import { type RawBuilder, sql } from 'kysely';
import { apiKeyStatusSql } from '../api-key-status.ts';
import type { Database, Transaction } from '../database/database.ts';
import { sharedLookup } from '../database/shared-lookup.ts';
import type { Role } from '../members/role.ts';
import { type OrganizationBeside, organizationBeside, organizationBesideOf } from './organization-row.sql.ts';

type PresentedSession = {
  readonly id: string;
  readonly secretHash: Buffer;
  /** The organization that the request names. */
  readonly organizationId: string | null;
};

/** A person's membership with its organization. */
export type Membership = OrganizationBeside & {
  readonly memberId: string;
  readonly role: Role;
  readonly permissions: string[];
};

/** All columns are null for a person without a membership. */
export type MembershipRow = Membership | { readonly [Column in keyof Membership]: null };

type SessionRow = MembershipRow & { readonly secretHash: Buffer; readonly userId: string };

/**
 * Finds the session, with the person's membership in the named organization. If none is named, it finds at most two
 * memberships, which is enough to know whether there is only one. It stores the time of use at most once a minute, and
 * only if the secret is right. Concurrent requests share the statement.
 */
export const findSession = sharedLookup(async (database, presented: readonly PresentedSession[]) => {
  const ids = presented.map(({ id }) => id);
  const hashes = presented.map(({ secretHash }) => secretHash);
  const organizationIds = presented.map(({ organizationId }) => organizationId);
  const { rows } = await sql<SessionRow & { position: number }>`
    with touched as (
      update sessions set last_used_at = clock_now() where id in ${unnotedSessions(ids, hashes)}
    )
    select presented.position::integer, sessions.secret_hash, sessions.user_id, ${membershipColumns}
    from unnest(${ids}::uuid[], ${organizationIds}::uuid[])
      with ordinality as presented(id, organization_id, position)
    join sessions on sessions.id = presented.id and sessions.expires_at > clock_now()
    left join lateral ${membershipsOf(sql`sessions.user_id`, sql`presented.organization_id`)} on true
  `.execute(database);
  const byPosition = Map.groupBy(rows, ({ position }) => position);
  return presented.map((_, index) => byPosition.get(index + 1) ?? []);
});

/** Skips sessions that another statement is updating or deleting, so that statements do not wait for each other. */
function unnotedSessions(ids: readonly string[], hashes: readonly Buffer[]) {
  return sql<string>`(
    select sessions.id from sessions
    join unnest(${ids}::uuid[], ${hashes}::bytea[]) as presented(id, secret_hash)
      on presented.id = sessions.id and presented.secret_hash = sessions.secret_hash
    where sessions.expires_at > clock_now() and sessions.last_used_at < clock_now() - interval '1 minute'
    for update of sessions skip locked
  )`;
}

/** Finds the person with this email, with the same memberships as for a session. */
export async function findPersonByEmail(database: Database, email: string, organizationId: string | null) {
  const { rows } = await sql<MembershipRow & { readonly userId: string }>`
    select users.id as user_id, ${membershipColumns}
    from users left join lateral ${membershipsOf(sql`users.id`, sql`${organizationId}::uuid`)} on true
    where users.email = ${email}
  `.execute(database);
  return rows;
}

const membershipColumns = sql`
  members.id as member_id, members.role, members.permissions, ${organizationBesideOf('members')}
`;

/** Reads at most two memberships, even of a person in 2,000 organizations. */
function membershipsOf(userId: RawBuilder<unknown>, organizationId: RawBuilder<unknown>) {
  const present = sql`
    select members.id, role, permissions, ${organizationBeside}
    from members join organizations on organizations.id = members.organization_id
    where user_id = ${userId} and removed_at is null
  `;
  return sql`(
    (${present} and members.organization_id = ${organizationId})
    union all
    (${present} and ${organizationId} is null limit 2)
  ) members`;
}

const secretEnd = 'least(api_keys.expires_at, api_key_secrets.expires_at)';
const isSecretActive = sql.raw<boolean>(`(${apiKeyStatusSql('api_keys', { end: secretEnd })}) = 'ACTIVE'`);

/** Finds the key of this secret, if the key is active and the secret has not expired. */
export function findActiveKey(database: Database, tokenHash: Buffer) {
  return database
    .selectFrom('apiKeySecrets')
    .innerJoin('apiKeys', 'apiKeys.id', 'apiKeySecrets.apiKeyId')
    .select([
      'apiKeys.id',
      'apiKeys.organizationId',
      'apiKeys.environment',
      'apiKeys.scopes',
      'apiKeys.fullAccess',
      'apiKeys.ipAllowlist',
      'apiKeys.limitPerMinute',
      'apiKeys.limitPerHour',
    ])
    .select(sql.raw<Date | null>(secretEnd).as('expiresAt'))
    .select(sql<boolean>`api_key_secrets.expires_at is not null`.as('temporary'))
    .where('apiKeySecrets.tokenHash', '=', tokenHash)
    .where(isSecretActive)
    .executeTakeFirst();
}

const isTokenUnexpired = sql<boolean>`(service_tokens.expires_at is null or service_tokens.expires_at > clock_now())`;

/** Finds the service token, unless it was revoked or has expired. */
export function findActiveServiceToken(database: Database, tokenHash: Buffer) {
  return database
    .selectFrom('serviceTokens')
    .select(['id', 'permissions', 'expiresAt'])
    .where('tokenHash', '=', tokenHash)
    .where('revokedAt', 'is', null)
    .where(isTokenUnexpired)
    .executeTakeFirst();
}

/** The same by the token's id. */
export function findActiveServiceTokenById(database: Database, id: string) {
  return database
    .selectFrom('serviceTokens')
    .select(['permissions', 'expiresAt'])
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .where(isTokenUnexpired)
    .executeTakeFirst();
}

/** Locks the person until the transaction ends. */
export async function lockPerson(transaction: Transaction, userId: string): Promise<void> {
  await transaction
    .selectFrom('users')
    .select('id')
    .where('id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

export async function isSessionActive(
  transaction: Transaction,
  userId: string,
  sessionId: string,
): Promise<boolean> {
  const session = await transaction
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', sessionId)
    .where('userId', '=', userId)
    .where('expiresAt', '>', sql<Date>`clock_now()`)
    .executeTakeFirst();
  return session !== undefined;
}

/** Finds the rights of a member who was not removed. */
export function findMembership(database: Database, organizationId: string, memberId: string) {
  return database
    .selectFrom('members')
    .select(['role', 'permissions'])
    .where('id', '=', memberId)
    .where('organizationId', '=', organizationId)
    .where('removedAt', 'is', null)
    .executeTakeFirst();
}

/** The memberships of a person, the latest first. */
export function findPresentMemberships(transaction: Transaction, userId: string, limit: number) {
  return transaction
    .selectFrom('members')
    .select(['id', 'organizationId'])
    .where('userId', '=', userId)
    .where('removedAt', 'is', null)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export function organizationExists(database: Database, organizationId: string) {
  return database
    .selectFrom('organizations')
    .select('id')
    .where('id', '=', organizationId)
    .executeTakeFirst();
}
