import type { ProductConfiguration } from '../config/product-configuration.ts';
import { takesNoWrites } from '../database/connection-failure.ts';
import type { Pool } from '../database/pool.ts';
import { Refusal } from '../errors.ts';
import { parseInput } from '../input.ts';
import { isKeyOf } from '../key-format.ts';
import type { Logger } from '../lib/logger.ts';
import { hashSecretAsText } from '../lib/secrets.ts';
import { grantNames, type ScopeCatalog } from '../scopes/scope-catalog.ts';
import { createUsageRecorder, type UsageRecorder } from '../usage/usage-recorder.ts';
import { looksLikeAccessToken, narrowedBy, tokenRefusalOf } from './presented-token.ts';
import { couldNotDecide, createSharedStatements } from './shared-statements.ts';
import {
  answerOf,
  type DecidedRow,
  isCallerRefused,
  isUndecided,
  readRow,
  type StatementColumns,
  type StatementRow,
} from './statement-row.ts';
import { type StatementEntry, statementValues } from './statement-values.ts';
import { readOnlyVerificationStatement, verificationStatement } from './verification.sql.ts';
import type { VerificationAnswer } from './verification-answer.ts';
import {
  type CheckedRequest,
  type CheckToken,
  type PresentedToken,
  type VerificationCaller,
  verificationRequestSchema,
} from './verification-types.ts';

export type VerificationOptions = {
  /** Use a separate pool. Otherwise other work can take all connections and delay every answer. */
  pool: Pool;
  configuration: ProductConfiguration;
  log: Pick<Logger, 'error'>;
  /** Checks access tokens (tokens/access-tokens.ts). Without it they are MALFORMED. */
  checkToken?: CheckToken;
  /** The maximum of concurrent statements. Default 2. */
  statements?: number;
  /** The maximum number of verifications in one statement. Default 256. */
  batchSize?: number;
  /** The maximum number of verifications that wait for a statement. Default 4096. */
  queueLength?: number;
  /** How long the database may take before a verification fails. Default 1000. */
  deadlineMs?: number;
  /** How often usage is written. Default 500. */
  usageIntervalMs?: number;
};

export type Verification = {
  /**
   * Verifies a key. The request is a `VerificationRequest`, which is checked here, since it may come from anywhere.
   * Throws a Refusal if the request itself fails: BAD_USER_INPUT, UNAUTHENTICATED, FORBIDDEN, or
   * SERVICE_UNAVAILABLE while the database does not answer.
   */
  verify(request: unknown, caller: VerificationCaller): Promise<VerificationAnswer>;
  /** Waits for verifications that are under way and writes the remaining usage. */
  stop(): Promise<void>;
};

const callerRefusals = {
  UNAUTHENTICATED: 'The credential is not a valid service token.',
  FORBIDDEN: 'The service token lacks the permission VERIFY_API_KEYS.',
} as const;

/** Verifies keys for POST /v1/verify, verifyApiKey and in-process use. It keeps no data between requests. */
export function createVerification(options: VerificationOptions): Verification {
  const { configuration, checkToken = async () => null } = options;
  const usage = createUsageRecorder(options);
  const statements = createSharedStatements<StatementEntry, StatementRow>({
    execute: statementExecutor(options),
    statements: options.statements ?? 2,
    batchSize: options.batchSize ?? 256,
    queueLength: options.queueLength ?? 4096,
    deadlineMs: options.deadlineMs ?? defaultDeadlineMs,
    onFailure: (error) => options.log.error({ err: error }, 'A verification statement failed'),
  });

  return {
    async verify(request, caller) {
      const checked = parseInput(verificationRequestSchema, request, '');
      const token = looksLikeAccessToken(checked.key) ? await checkToken(checked.key) : null;
      const entry = entryOf(configuration, checked, caller, token);
      // There is neither a caller nor a key to look up.
      if (entry.callerToken === null && entry.keyHash === null) return malformed;
      const row = await statements.submit(entry);
      if (isUndecided(row)) throw couldNotDecide();
      if (isCallerRefused(row)) throw new Refusal(row.code, callerRefusals[row.code]);
      recordUse(usage, row, checked);
      const answer = token === null ? answerOf(row) : narrowedBy(token, answerOf(row));
      return withFullAccessNamed(answer, configuration.scopes);
    },
    async stop() {
      await statements.stop();
      await usage.stop();
    },
  };
}

const defaultDeadlineMs = 1000;

const malformed: VerificationAnswer = { valid: false, code: 'MALFORMED', status: 401 };

function statementExecutor({ pool, configuration, deadlineMs = defaultDeadlineMs }: VerificationOptions) {
  const statement = verificationStatement(configuration);
  const readOnlyStatement = readOnlyVerificationStatement(configuration);
  const run = async (text: typeof statement, values: readonly string[]): Promise<StatementRow[]> => {
    const query = {
      ...text,
      values: [...values],
      rowMode: 'array' as const,
      types: textsAsTheyAre,
      // After the deadline the pool closes the connection, which ends the statement.
      query_timeout: deadlineMs,
    };
    return (await pool.query<StatementColumns>(query)).rows.map(readRow);
  };
  return async (entries: readonly StatementEntry[]): Promise<StatementRow[]> => {
    const values = statementValues(entries);
    try {
      return await run(statement, values);
    } catch (error) {
      if (!takesNoWrites(error)) throw error;
      return await run(readOnlyStatement, values);
    }
  };
}

const textsAsTheyAre = { getTypeParser: () => (text: string) => text };

function entryOf(
  configuration: ProductConfiguration,
  request: CheckedRequest,
  caller: VerificationCaller,
  token: PresentedToken | null,
): StatementEntry {
  return {
    callerToken: caller.kind === 'service-token' ? caller.token : null,
    keyHash: keyHash(configuration, request.key, token),
    request,
    tokenRefusal: token === null ? null : tokenRefusalOf(token, request.scopes),
  };
}

function keyHash(product: ProductConfiguration, text: string, token: PresentedToken | null): string | null {
  if (token !== null) return token.secretHash.toString('hex');
  return isKeyOf(product, text) ? hashSecretAsText(text) : null;
}

function recordUse(usage: UsageRecorder, row: DecidedRow, { ip, userAgent }: CheckedRequest): void {
  const { code, now } = row;
  if (code === 'MALFORMED' || code === 'NOT_FOUND') {
    if (row.id === null && row.serviceTokenId !== null) {
      usage.recordUnknownKey(row.serviceTokenId, code, now);
    }
  } else if (row.id !== null) {
    const { formerSecretId } = row;
    const use = { at: now, address: ip ?? null, userAgent: userAgent ?? null, formerSecretId };
    usage.recordKnownKey(row, code, use);
  }
}

/** Shows full access under its name in lists of scopes, as everywhere else. */
function withFullAccessNamed(answer: VerificationAnswer, catalog: ScopeCatalog): VerificationAnswer {
  if (!('keyId' in answer) || !answer.fullAccess) return answer;
  return { ...answer, scopes: grantNames(catalog, answer) };
}
