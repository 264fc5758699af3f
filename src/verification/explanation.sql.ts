import { CompiledQuery } from 'kysely';
import { z } from 'zod';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import type { Database, Transaction } from '../database/database.ts';
import { isVerificationCode, type KnownKeyCode } from '../verification-results.ts';
import { type StatementEntry, statementValues } from './statement-values.ts';
import { explainingStatement } from './verification.sql.ts';

/** Runs the work in one snapshot, in which nothing can be written. */
export function inReadOnlySnapshot<Result>(
  database: Database,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return database.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work);
}

/** A secret of a key. `expiresAt` is null for the present one, which ends only with its key. */
export type StoredSecret = { readonly tokenHash: Buffer; readonly expiresAt: Date | null };

/** Finds the present secret of a key, and before it the one that it replaced, if that one still exists. */
export async function findSecrets(
  transaction: Transaction,
  apiKeyId: string,
): Promise<{ readonly present: StoredSecret | undefined; readonly previous: StoredSecret | undefined }> {
  const secrets = await transaction
    .selectFrom('apiKeySecrets')
    .select(['tokenHash', 'expiresAt'])
    .where('apiKeyId', '=', apiKeyId)
    .orderBy('expiresAt', (order) => order.desc().nullsFirst())
    .orderBy('createdAt', 'desc')
    .limit(2)
    .execute();
  return { present: secrets[0], previous: secrets[1] };
}

const knownKeyCode = z.custom<KnownKeyCode>(
  (value) => typeof value === 'string' && isVerificationCode(value),
);
const whole = z.coerce.number().nullable();

const explainedRow = z.object({
  code: knownKeyCode,
  /** The code of every check that fails. */
  failed: z.array(knownKeyCode),
  limit_per_minute: whole,
  minute: whole,
  minute_used: whole,
  limit_per_hour: whole,
  hour: whole,
  hour_used: whole,
});

export type ExplainedRow = z.output<typeof explainedRow>;

/** Decides one verification as the statement of the hot path would now, and consumes nothing. */
export async function explainEntry(
  transaction: Transaction,
  configuration: ProductConfiguration,
  entry: StatementEntry,
): Promise<ExplainedRow> {
  const statement = CompiledQuery.raw(explainingStatement(configuration), statementValues([entry]));
  const { rows } = await transaction.withoutPlugins().executeQuery(statement);
  return explainedRow.parse(rows[0]);
}
