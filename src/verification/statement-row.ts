import { type Environment, environmentNames } from '../environment.ts';
import { formatId } from '../lib/ids.ts';
import { type RemainingRateLimit, rateLimitOf } from '../rate-limits/remaining-rate-limit.ts';
import { type VerificationCode, verificationResults } from '../verification-results.ts';
import type { KnownKey, VerificationAnswer } from './verification-answer.ts';

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
} & (UnknownKey | StoredKey);

/** `serviceTokenId` is null if the caller was authorized before. */
type UnknownKey = { readonly id: null; readonly serviceTokenId: string | null };

type StoredKey = {
  readonly id: string;
  readonly organizationId: string;
  readonly environment: Environment;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly fullAccess: boolean;
  readonly expiresAt: Date | null;
  readonly metadata: KnownKey['metadata'];
  readonly rateLimit: RemainingRateLimit | null;
};

/**
 * A row as PostgreSQL writes it, with every value as text. pg's conversions and an object for each row would take as
 * long as the rest of Node's work for a verification.
 */
export type StatementColumns = [
  code: StatementRow['code'],
  nowMilliseconds: string,
  serviceTokenId: string | null,
  id: string | null,
  organizationId: string,
  environment: Environment,
  name: string,
  /** Separated by spaces. */
  scopes: string,
  fullAccess: 't' | 'f',
  expiresAtMilliseconds: string | null,
  metadata: string,
  perMinute: string | null,
  perHour: string | null,
  minute: string | null,
  minuteUsed: string | null,
  hour: string | null,
  hourUsed: string | null,
];

export function readRow(columns: StatementColumns): StatementRow {
  const [code, now, serviceTokenId, id] = columns;
  if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN' || code === 'UNDECIDED') return { code };
  const decision = { code, now: new Date(Number(now)) };
  return id === null ? { ...decision, id, serviceTokenId } : { ...decision, ...storedKey(id, columns) };
}

function storedKey(id: string, columns: StatementColumns): StoredKey {
  const [, , , , organizationId, environment, name, scopes, fullAccess, expiresAt, metadata] = columns;
  return {
    id,
    organizationId,
    environment,
    name,
    scopes: scopes === '' ? [] : scopes.split(' '),
    fullAccess: fullAccess === 't',
    expiresAt: expiresAt === null ? null : new Date(Number(expiresAt)),
    metadata: JSON.parse(metadata),
    rateLimit: rateLimit(columns),
  };
}

/** Returns null for a key without limits. The statement counts nothing for it. */
function rateLimit(columns: StatementColumns): RemainingRateLimit | null {
  const [, , , , , , , , , , , perMinute, perHour, minute, minuteUsed, hour, hourUsed] = columns;
  if (minute === null || hour === null) return null;
  return rateLimitOf(
    { limit: numberOf(perMinute), used: Number(minuteUsed), number: Number(minute) },
    { limit: numberOf(perHour), used: Number(hourUsed), number: Number(hour) },
  );
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
  const key = knownKey(row);
  const { rateLimit } = row;
  if (code === 'VALID') return { valid: true, code, status, ...key, rateLimit };
  if (code !== 'RATE_LIMITED') return { valid: false, code, status, ...key };
  if (rateLimit === null) throw new Error('A key without limits was refused for them');
  return { valid: false, code, status, ...key, rateLimit };
}

function knownKey(row: StoredKey): KnownKey {
  return {
    keyId: formatId('apiKey', row.id),
    organizationId: formatId('organization', row.organizationId),
    environment: environmentNames[row.environment],
    name: row.name,
    scopes: row.scopes,
    fullAccess: row.fullAccess,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    metadata: row.metadata,
  };
}
