import { type Insertable, type Selectable, sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import type { SigningKeys } from '../database/types.generated.ts';

/** `servedUntil`: when the last token it signed has expired; null: it still signs, or will. */
export type SigningKeyRow = Selectable<SigningKeys> & { readonly servedUntil: Date | null };

// Nodes' clocks differ, and a verifier may allow for that too.
const leeway = sql.lit('1 minute');

// Any number does, as long as nothing else locks it: migrations and the first start have the two before.
const rotationLock = 5_241_983_408;

/** Makes rotations, the first key's included, happen one after the other on whatever number of nodes. */
export async function lockRotation(transaction: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(rotationLock)})`.execute(transaction);
}

/** Every key of which a good token can exist, oldest first. */
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

/** Notes how long tokens of this node live, on each key that signs or will; most often nothing changes. */
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

/** The key that signs last of all, and its age in days. */
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

/** `publishedSeconds`: how long before its first signature it is public. */
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

/** The keys of which no good token can exist any more. */
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
