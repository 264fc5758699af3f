import { type Insertable, type Selectable, sql } from 'kysely';
import type { ActorReference } from '../access/actor-reference.ts';
import type { Database, Transaction } from '../database/database.ts';
import { atPage } from '../database/keyset.sql.ts';
import type { ServiceTokens } from '../database/types.generated.ts';
import { newUuid } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';

export const serviceTokenStatuses = ['ACTIVE', 'EXPIRED', 'REVOKED'] as const;
export type ServiceTokenStatus = (typeof serviceTokenStatuses)[number];

/** A service token with its status at the time of the statement. */
export type ServiceTokenRow = Omit<Selectable<ServiceTokens>, 'tokenHash'> & { status: ServiceTokenStatus };

const status = sql<ServiceTokenStatus>`case
  when service_tokens.revoked_at is not null then 'REVOKED'
  when service_tokens.expires_at <= clock_now() then 'EXPIRED'
  else 'ACTIVE' end`;

const columns = [
  'id',
  'name',
  'lastFour',
  'permissions',
  'createdByType',
  'createdById',
  'createdAt',
  'expiresAt',
  'revokedAt',
  'revokedByType',
  'revokedById',
] as const;

export function listServiceTokens(database: Database, page: KeysetPage): Promise<ServiceTokenRow[]> {
  const query = database.selectFrom('serviceTokens').select(columns).select(status.as('status'));
  return atPage(query, 'serviceTokens.id', page).execute();
}

export function findServiceToken(
  database: Database | Transaction,
  id: string,
): Promise<ServiceTokenRow | undefined> {
  return database
    .selectFrom('serviceTokens')
    .select(columns)
    .select(status.as('status'))
    .where('id', '=', id)
    .executeTakeFirst();
}

type NewServiceTokenRow = Pick<
  Insertable<ServiceTokens>,
  'name' | 'permissions' | 'expiresAt' | 'tokenHash' | 'lastFour'
>;

export function insertServiceToken(
  database: Database,
  token: NewServiceTokenRow,
  createdBy: ActorReference | null,
): Promise<ServiceTokenRow> {
  return database
    .insertInto('serviceTokens')
    .values({
      ...token,
      id: newUuid(),
      createdByType: createdBy?.type ?? null,
      createdById: createdBy?.id ?? null,
    })
    .returning(columns)
    .returning(status.as('status'))
    .executeTakeFirstOrThrow();
}

/** Returns undefined if the token does not exist or was already revoked. */
export function revokeServiceTokenRow(
  database: Database,
  id: string,
  revokedBy: ActorReference | null,
): Promise<ServiceTokenRow | undefined> {
  return database
    .updateTable('serviceTokens')
    .set({
      revokedAt: sql`clock_now()`,
      revokedByType: revokedBy?.type ?? null,
      revokedById: revokedBy?.id ?? null,
    })
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .returning(columns)
    .returning(status.as('status'))
    .executeTakeFirst();
}

/** No token has this hash, so the row authenticates nobody. It is also revoked. */
const noTokenHash = Buffer.alloc(32);

/** Adds a reporter that authenticates by other means to the services, so that people see its name. */
export async function ensureReporter(
  transaction: Transaction,
  { id, name }: { id: string; name: string },
): Promise<void> {
  const now = new Date(0);
  await transaction
    .insertInto('serviceTokens')
    .values({
      id,
      name,
      tokenHash: noTokenHash,
      lastFour: 'none',
      permissions: [],
      createdAt: now,
      revokedAt: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
