export const apiKeyStatuses = ['ACTIVE', 'SUSPENDED', 'EXPIRED', 'REVOKED'] as const;

/** Derived from a key's times, never stored. */
export type ApiKeyStatus = (typeof apiKeyStatuses)[number];

type Moment = {
  /** When the key, or the secret that was presented, expires. */
  readonly end?: string;
  readonly now?: string;
};

/**
 * The status of a key as a piece of SQL, decided here alone: for what is shown of a key, for a management key that
 * asks, and for a verification, whose results have the same names in the same order. `key`: the table's name in
 * the statement.
 */
export function apiKeyStatusSql(
  key: string,
  { end = `${key}.expires_at`, now = 'clock_now()' }: Moment = {},
): string {
  return `case
    when ${key}.revoked_at is not null then 'REVOKED'
    when ${key}.suspended_at is not null then 'SUSPENDED'
    when ${end} <= ${now} then 'EXPIRED'
    else 'ACTIVE' end`;
}

/** The same as far as an index can know it (key-counts.sql.ts): a key that ended a moment ago is still ACTIVE. */
export const listedStatusSql =
  'listed_status(api_keys.revoked_at, api_keys.suspended_at, api_keys.expires_at, api_keys.noted_expiry)';

/**
 * Whether a key counts against the limit of active keys, as far as an index can know it. A suspended key keeps its
 * place, so that it can be resumed at any moment (docs/decisions/0029-suspension.md).
 */
export const isCountedSql =
  "listed_status(api_keys.revoked_at, api_keys.expires_at, api_keys.noted_expiry) = 'ACTIVE'";
