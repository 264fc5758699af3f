import { type RemainingRateLimit, rateLimitOf } from '../rate-limits/remaining-rate-limit.ts';
import { type VerificationCode, verificationResults } from '../verification-results.ts';
import { type KeyColumns, knownKeyOf, readKey, type StoredKey } from './known-key.ts';
import type { VerificationAnswer } from './verification-answer.ts';

/**
 * The shared statement's row for an entry: the caller is refused, or the key is decided, or it cannot be decided now.
 */
export type StatementRow = RefusedRow | UndecidedRow | DecidedRow;

/** The decision needs a write, and the database accepts none (verification.sql.ts). */
type UndecidedRow = { readonly code: 'UNDECIDED' };

type RefusedRow = { readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN' };

export type DecidedRow = {
  readonly code: VerificationCode;
  /** The time of the decision. */
  readonly now: Date;
} & (UnknownKey | LimitedKey);

/** `serviceTokenId` is null if the caller was authorized before. */
type UnknownKey = { readonly id: null; readonly serviceTokenId: string | null };

type LimitedKey = StoredKey & {
  readonly rateLimit: RemainingRateLimit | null;
  /** The secret that was sent, if a rotation has replaced it. */
  readonly formerSecretId: string | null;
};

/**
 * A row as PostgreSQL writes it, with every value as text. pg's conversions and an object for each row would take as
 * long as the rest of Node's work for a verification.
 */
export type StatementColumns = [
  code: StatementRow['code'],
  nowMilliseconds: string,
  serviceTokenId: string | null,
  formerSecretId: string | null,
  perMinute: string | null,
  perHour: string | null,
  minute: string | null,
  minuteUsed: string | null,
  hour: string | null,
  hourUsed: string | null,
  ...key: KeyColumns,
];

export function readRow(columns: StatementColumns): StatementRow {
  const [
    code,
    now,
    serviceTokenId,
    formerSecretId,
    perMinute,
    perHour,
    minute,
    minuteUsed,
    hour,
    hourUsed,
    ...key
  ] = columns;
  if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN' || code === 'UNDECIDED') return { code };
  const decision = { code, now: new Date(Number(now)) };
  const stored = readKey(key);
  if (stored === null) return { ...decision, id: null, serviceTokenId };
  const rateLimit =
    minute === null || hour === null
      ? null
      : rateLimitOf(
          { limit: numberOf(perMinute), used: Number(minuteUsed), number: Number(minute) },
          { limit: numberOf(perHour), used: Number(hourUsed), number: Number(hour) },
        );
  return { ...decision, ...stored, formerSecretId, rateLimit };
}

function numberOf(text: string | null): number | null {
  return text === null ? null : Number(text);
}

export function isCallerRefused(row: StatementRow): row is RefusedRow {
  return row.code === 'UNAUTHENTICATED' || row.code === 'FORBIDDEN';
}

export function isUndecided(row: StatementRow): row is UndecidedRow {
  return row.code === 'UNDECIDED';
}

export function answerOf(row: DecidedRow): VerificationAnswer {
  const { code } = row;
  const { status } = verificationResults[code];
  if (code === 'MALFORMED' || code === 'NOT_FOUND' || row.id === null) {
    return { valid: false, code: code === 'MALFORMED' ? code : 'NOT_FOUND', status };
  }
  const key = knownKeyOf(row);
  const { rateLimit } = row;
  if (code === 'VALID') return { valid: true, code, status, ...key, rateLimit };
  if (code !== 'RATE_LIMITED') return { valid: false, code, status, ...key };
  if (rateLimit === null) throw new Error('A key without limits was refused for them');
  return { valid: false, code, status, ...key, rateLimit };
}
