import { type Environment, environmentNames } from '../api-keys/environment.ts';
import { formatId } from '../lib/ids.ts';
import { type RemainingRateLimit, rateLimitOf } from '../rate-limits/rate-limit.ts';
import {
  type KnownKey,
  type VerificationAnswer,
  type VerificationCode,
  verificationStatuses,
} from './verification-types.ts';

/** An entry's row of the shared statement: the caller is refused, or the key is decided on. */
export type StatementRow = RefusedRow | DecidedRow;

type RefusedRow = { readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN' };

export type DecidedRow = {
  readonly code: VerificationCode;
  /** The instant of the decision, in Unix milliseconds. */
  readonly now: number;
  readonly service_token_id: string | null;
} & (KeyColumns | { readonly id: null });

type KeyColumns = {
  readonly id: string;
  readonly organization_id: string;
  readonly environment: Environment;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly full_access: boolean;
  readonly expires_at: Date | null;
  readonly metadata: unknown;
  readonly limit_per_minute: number | null;
  readonly limit_per_hour: number | null;
  readonly minute: number | null;
  readonly minute_used: number | null;
  readonly hour: number | null;
  readonly hour_used: number | null;
};

export function isCallerRefused(row: StatementRow): row is RefusedRow {
  return row.code === 'UNAUTHENTICATED' || row.code === 'FORBIDDEN';
}

export function answerOf(row: DecidedRow): VerificationAnswer {
  const { code } = row;
  const status = verificationStatuses[code];
  if (code === 'MALFORMED' || code === 'NOT_FOUND' || row.id === null) {
    return { valid: false, code: code === 'MALFORMED' ? code : 'NOT_FOUND', status };
  }
  const key = knownKey(row);
  if (code === 'VALID') return { valid: true, code, status, ...key, rateLimit: rateLimit(row) };
  if (code !== 'RATE_LIMITED') return { valid: false, code, status, ...key };
  const exceeded = rateLimit(row);
  if (exceeded === null) throw new Error('A key without limits was refused for them');
  return { valid: false, code, status, ...key, rateLimit: exceeded };
}

function knownKey(row: KeyColumns): KnownKey {
  return {
    keyId: formatId('apiKey', row.id),
    organizationId: formatId('organization', row.organization_id),
    environment: environmentNames[row.environment],
    name: row.name,
    scopes: row.scopes,
    fullAccess: row.full_access,
    expiresAt: row.expires_at?.toISOString() ?? null,
    metadata: row.metadata,
  };
}

/** Null for a key without limits: the statement then counts nothing. */
function rateLimit(row: KeyColumns): RemainingRateLimit | null {
  if (row.minute === null || row.hour === null) return null;
  return rateLimitOf(
    { limit: row.limit_per_minute, used: row.minute_used ?? 0, number: row.minute },
    { limit: row.limit_per_hour, used: row.hour_used ?? 0, number: row.hour },
  );
}
