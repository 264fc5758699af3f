export const apiKeyStatuses = ['ACTIVE', 'SUSPENDED', 'EXPIRED', 'REVOKED'] as const;

/** Computed from a key's times, and never stored. */
export type ApiKeyStatus = (typeof apiKeyStatuses)[number];

type Moment = {
  /** When the key, or the secret that was presented, expires. */
  readonly end?: string;
  readonly now?: string;
};

/** A status in which a key cannot authenticate. */
export type EndedStatus = Exclude<ApiKeyStatus, 'ACTIVE'>;

/**
 * The SQL conditions of the statuses in which a key cannot authenticate. The first one that is met counts. `key` is the
 * name of the table in the statement.
 */
export function endedStatusesSql(
  key: string,
  { end = `${key}.expires_at`, now = 'clock_now()' }: Moment = {},
): readonly { readonly status: EndedStatus; readonly condition: string }[] {
  return [
    { status: 'REVOKED', condition: `${key}.revoked_at is not null` },
    { status: 'SUSPENDED', condition: `${key}.suspended_at is not null` },
    { status: 'EXPIRED', condition: `${end} <= ${now}` },
  ];
}

/**
 * The SQL expression for the status of a key. It is the only definition: for the shown status, for a management key,
 * and for a verification, whose results have the same names and order.
 */
export function apiKeyStatusSql(key: string, moment?: Moment): string {
  const cases = endedStatusesSql(key, moment).map(
    ({ status, condition }) => `when ${condition} then '${status}'`,
  );
  return `case
    ${cases.join('\n    ')}
    else 'ACTIVE' end`;
}

/** The status as an index can know it (key-counts.sql.ts): a key that has just expired is still ACTIVE. */
export const listedStatusSql =
  'listed_status(api_keys.revoked_at, api_keys.suspended_at, api_keys.expires_at, api_keys.noted_expiry)';

/**
 * Whether a key counts toward the limit of active keys, as an index can know it. A suspended key counts too, so that it
 * can be resumed at any time (docs/decisions/0029-suspension.md).
 */
export const isCountedSql =
  "listed_status(api_keys.revoked_at, api_keys.expires_at, api_keys.noted_expiry) = 'ACTIVE'";
