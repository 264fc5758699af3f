import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

/**
 * The session, one row for each of its person's memberships. Notes the use, at most once a minute,
 * if it is used with its secret.
 */
export function findSession(database: Database, sessionId: string, secretHash: Buffer) {
  return database
    .with('touched', (query) =>
      query
        .updateTable('sessions')
        .set({ lastUsedAt: sql`clock_now()` })
        .where('id', '=', sessionId)
        .where('secretHash', '=', secretHash)
        .where('expiresAt', '>', sql<Date>`clock_now()`)
        .where('lastUsedAt', '<', sql<Date>`clock_now() - interval '1 minute'`),
    )
    .selectFrom('sessions')
    .leftJoin('members', (join) =>
      join.onRef('members.userId', '=', 'sessions.userId').on('members.removedAt', 'is', null),
    )
    .select(['sessions.secretHash', 'sessions.userId'])
    .select(membershipColumns)
    .where('sessions.id', '=', sessionId)
    .where('sessions.expiresAt', '>', sql<Date>`clock_now()`)
    .execute();
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
