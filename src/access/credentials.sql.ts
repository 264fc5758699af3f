import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { sharedLookup } from '../database/shared-lookup.ts';

type PresentedSession = { readonly id: string; readonly secretHash: Buffer };

/**
 * The session, one row for each of its person's memberships. Notes the use, at most once a minute,
 * if it is used with its secret. Concurrent requests share the statement.
 */
export const findSession = sharedLookup(async (database, presented: readonly PresentedSession[]) => {
  const ids = presented.map(({ id }) => id);
  const hashes = presented.map(({ secretHash }) => secretHash);
  const rows = await database
    .with('touched', (query) =>
      query
        .updateTable('sessions')
        .set({ lastUsedAt: sql`clock_now()` })
        .where('id', 'in', unnotedSessions(ids, hashes)),
    )
    .selectFrom('sessions')
    .leftJoin('members', (join) =>
      join.onRef('members.userId', '=', 'sessions.userId').on('members.removedAt', 'is', null),
    )
    .select(['sessions.id as sessionId', 'sessions.secretHash', 'sessions.userId'])
    .select(membershipColumns)
    .where('sessions.id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('sessions.expiresAt', '>', sql<Date>`clock_now()`)
    .execute();
  const rowsById = Map.groupBy(rows, ({ sessionId }) => sessionId);
  return ids.map((id) => rowsById.get(id) ?? []);
});

/** Those that another statement is noting or deleting are skipped, so that no two wait for each other. */
function unnotedSessions(ids: readonly string[], hashes: readonly Buffer[]) {
  return sql<string>`(
    select sessions.id from sessions
    join unnest(${ids}::uuid[], ${hashes}::bytea[]) as presented(id, secret_hash)
      on presented.id = sessions.id and presented.secret_hash = sessions.secret_hash
    where sessions.expires_at > clock_now() and sessions.last_used_at < clock_now() - interval '1 minute'
    for update of sessions skip locked
  )`;
}

/** The person with this email, one row for each membership. */
export function findUserByEmail(database: Database, email: string) {
  return database
    .selectFrom('users')
    .leftJoin('members', (join) =>
      join.onRef('members.userId', '=', 'users.id').on('members.removedAt', 'is', null),
    )
    .select('users.id as userId')
    .select(membershipColumns)
    .where('users.email', '=', email)
    .execute();
}

/** The key with this token, unless it or its secret is revoked or expired. */
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
    ])
    .select(sql<Date | null>`least(api_keys.expires_at, api_key_secrets.expires_at)`.as('expiresAt'))
    .where('apiKeySecrets.tokenHash', '=', tokenHash)
    .where('apiKeys.revokedAt', 'is', null)
    .where(unexpired('apiKeys.expiresAt'))
    .where(unexpired('apiKeySecrets.expiresAt'))
    .executeTakeFirst();
}

/** The service token, unless revoked or expired. */
export function findActiveServiceToken(database: Database, tokenHash: Buffer) {
  return database
    .selectFrom('serviceTokens')
    .select(['id', 'permissions'])
    .where('tokenHash', '=', tokenHash)
    .where('revokedAt', 'is', null)
    .where(unexpired('serviceTokens.expiresAt'))
    .executeTakeFirst();
}

/** The same by its id. */
export function findActiveServiceTokenById(database: Database, id: string) {
  return database
    .selectFrom('serviceTokens')
    .select('permissions')
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .where(unexpired('serviceTokens.expiresAt'))
    .executeTakeFirst();
}

export function organizationExists(database: Database, organizationId: string) {
  return database
    .selectFrom('organizations')
    .select('id')
    .where('id', '=', organizationId)
    .executeTakeFirst();
}

const membershipColumns = [
  'members.id as memberId',
  'members.organizationId',
  'members.role',
  'members.permissions',
] as const;

type Expiring = 'apiKeys.expiresAt' | 'apiKeySecrets.expiresAt' | 'serviceTokens.expiresAt';

function unexpired(column: Expiring) {
  return sql<boolean>`(${sql.ref(column)} is null or ${sql.ref(column)} > clock_now())`;
}
