/**
 * What a backup holds, each table after those that its rows refer to. A name stays here when a later migration
 * drops its table: backups of former versions hold it.
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
] as const;

/** What a backup leaves out, and why a restored database does without it. */
export const tablesLeftOut: Readonly<Record<string, string>> = {
  sessions: 'a session that was ended after the backup would be good again',
  password_resets: 'a link that was used or replaced after the backup would be good again',
  sign_in_failures: 'they count for minutes',
  rate_limit_windows: 'they count for an hour, and a crash of PostgreSQL empties them too',
  signing_keys:
    'they are encrypted with LATCHKEY_SECRET, which a backup does without; a start makes new ones',
  usage_writers: 'each belongs to a running node',
};
