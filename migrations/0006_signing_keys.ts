import { type Kysely, sql } from 'kysely';

/** What signs access tokens. There is no row for a token. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table signing_keys (
      -- The "kid" in tokens and in the published set.
      id uuid primary key,
      algorithm text not null check (algorithm in ('ES256', 'RS256')),
      public_key jsonb not null check (jsonb_typeof(public_key) = 'object'),
      -- PKCS #8, encrypted under a key that is derived from LATCHKEY_SECRET (src/lib/encryption.ts).
      private_key bytea not null,
      -- Published from here on …
      created_at timestamptz not null default clock_now(),
      -- … and signing from here, until a newer one does.
      signs_from timestamptz not null,
      -- The longest that any node lets a token of this key live: for so long after its last signature
      -- the key stays published.
      longest_lifetime_seconds integer not null check (longest_lifetime_seconds > 0)
    )
  `.execute(database);
}
