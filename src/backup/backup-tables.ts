/**
 * The tables of a backup. Each table comes after the tables that its rows refer to. If a later migration drops a
 * table, its name stays here, because older backups contain it.
 */
export const backupTables = [
  'organizations',
  'users',
  'members',
  'invitations',
  'service_tokens',
  'api_keys',
  'api_key_secrets',
  'api_key_exposures',
  'api_key_counts',
  'api_key_count_changes',
  'api_key_usage',
  'api_key_usage_totals',
  'organization_usage',
  'service_token_usage',
  'idempotency_records',
  'key_prefixes',
  'events',
  'unsealed_events',
  'event_logs',
  'event_personal_data',
] as const;

/** The tables that a backup omits, and why a restored database does not need them. */
export const tablesLeftOut: Readonly<Record<string, string>> = {
  sessions: 'a session that ended after the backup would be valid again',
  password_resets: 'a link that was used or replaced after the backup would be valid again',
  sign_in_failures: 'they count for minutes',
  rate_limit_windows: 'they count for an hour, and a crash of PostgreSQL empties them too',
  signing_keys:
    'they are encrypted with LATCHKEY_SECRET, which a backup does not need; a start creates new ones',
  audit_checkpoints:
    'a restored log is not compared with a later state of itself; the next daily audit makes a new one',
  usage_writers: 'each belongs to a running node',
};
