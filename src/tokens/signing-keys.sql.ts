import { type Insertable, type Selectable, sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import type { SigningKeys } from '../database/types.generated.ts';

/** `servedUntil`: when the last token that it signed has expired; null if it signs now or later. */
export type SigningKeyRow = Selectable<SigningKeys> & { readonly servedUntil: Date | null };

// Clocks of nodes differ, and verifiers may tolerate some difference.
const leeway = sql.lit('1 minute');

// Any number that no other lock uses. Migrations and the first start use the two numbers before.
const rotationLock = 5_241_983_408;

/** Serializes rotations on all nodes, also the creation of the first key. */
export async function lockRotation(transaction: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(rotationLock)})`.execute(transaction);
}

/** Returns every key that valid tokens may be signed with, oldest first. */
export function findServedKeys(database: Database): Promise<SigningKeyRow[]> {
  return database
    .selectFrom(served(database))
    .selectAll()
    .where((where) =>
      where.or([where('servedUntil', 'is', null), where('servedUntil', '>', sql<Date>`clock_now()`)]),
    )
    .orderBy('signsFrom')
    .orderBy('id')
    .execute();
}

function served(database: Database | Transaction) {
  return database
    .selectFrom('signingKeys')
    .selectAll()
    .select(
      sql<Date | null>`lead(signs_from) over (order by signs_from, id)
        + make_interval(secs => longest_lifetime_seconds) + interval ${leeway}`.as('servedUntil'),
    )
    .as('served');
}

/** Stores how long this node's tokens live, for each key that signs now or later. Usually nothing changes. */
export async function registerLifetime(database: Database, seconds: number): Promise<void> {
  await database
    .updateTable('signingKeys')
    .set({ longestLifetimeSeconds: seconds })
    .where('longestLifetimeSeconds', '<', seconds)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('signingKeys as newer')
            .select('newer.id')
            .whereRef('newer.signsFrom', '>', 'signingKeys.signsFrom')
            .where('newer.signsFrom', '<=', sql<Date>`clock_now()`),
        ),
      ),
    )
    .execute();
}

/** Returns the newest key's algorithm and age in days. */
export function findNewestKey(transaction: Transaction) {
  return transaction
    .selectFrom('signingKeys')
    .select('algorithm')
    .select(sql<number>`extract(epoch from clock_now() - created_at)::float8 / 86400`.as('ageDays'))
    .orderBy('signsFrom', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export type NewSigningKey = Pick<
  Insertable<SigningKeys>,
  'id' | 'algorithm' | 'publicKey' | 'privateKey' | 'longestLifetimeSeconds'
>;

/** `publishedSeconds`: how long the key is published before its first signature. */
export async function insertSigningKey(
  transaction: Transaction,
  key: NewSigningKey,
  publishedSeconds: number,
): Promise<void> {
  await transaction
    .insertInto('signingKeys')
    .values({
      ...key,
      signsFrom: sql<Date>`clock_now() + make_interval(secs => ${sql.lit(publishedSeconds)})`,
    })
    .execute();
}

/** Deletes keys that no valid token can be signed with. */
export async function deleteUnservedKeys(transaction: Transaction): Promise<void> {
  await transaction
    .deleteFrom('signingKeys')
    .where(
      'id',
      'in',
      transaction
        .selectFrom(served(transaction))
        .select('id')
        .where('servedUntil', '<=', sql<Date>`clock_now()`),
    )
    .execute();
}

export async function deleteAllKeys(transaction: Transaction): Promise<void> {
  await transaction.deleteFrom('signingKeys').execute();
}
