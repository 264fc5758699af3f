import { formatSessionToken } from '../../src/access/session-token.ts';
import { newKeySecret } from '../../src/key-format.ts';
import { formatId, newUuid } from '../../src/lib/ids.ts';
import { hashSecret, newSecret } from '../../src/lib/secrets.ts';
import { execute } from '../database.ts';
import { seedEvents } from './seed-events.ts';

/** The numbers of rows. */
export type Size = {
  readonly organizations: number;
  /** The keys of the measured organization. Other organizations have ten each. */
  readonly keys: number;
  /** The members and the invitations of the measured organization. */
  readonly members: number;
  readonly invitations: number;
  /** The memberships of one person. */
  readonly memberships: number;
  /** The hours of usage of each key in the measured organization. */
  readonly usageHours: number;
  /** The events of the measured organization. Other organizations have ten each. */
  readonly events: number;
};

/** The ids and credentials that the cases use. */
export type Seeded = {
  readonly size: Size;
  readonly organizationId: string;
  readonly owner: { readonly bearer: string; readonly memberId: string };
  readonly traveller: { readonly bearer: string; readonly organizationId: string };
  readonly serviceToken: string;
  /** Keys that can be reported as exposed. */
  readonly tokens: readonly string[];
  /** Active keys to read and change. */
  readonly keyIds: readonly string[];
};

/** Ids in the order of the numbers, as if the rows had been created one after the other. */
export const idSql = (kind: string, number: string) =>
  `('01900000-' || '${kind}' || '-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;

export async function seed(url: string, size: Size): Promise<Seeded> {
  const organization = newUuid();
  await execute(url, `insert into organizations (id, name, plan) values ($1, 'Measured', 'free')`, [
    organization,
  ]);
  await execute(
    url,
    `insert into organizations (id, name, plan)
      select ${idSql('0a01', 'n')}, 'Company ' || n * 7919 % 1000003, 'free' from generate_series(1, $1::int) n`,
    [size.organizations],
  );
  const owner = await seedPerson(url, [organization]);
  await seedKeys(url, organization, owner.memberId, size);
  await seedUsage(url, organization, size);
  await seedPeople(url, organization, size);
  await seedLeftovers(url, organization, size);
  await seedEvents(url, organization, owner.memberId, size);
  const traveller = await seedTraveller(url, size.memberships);
  const serviceToken = `service_${newSecret()}`;
  await execute(
    url,
    `insert into service_tokens (id, name, token_hash, last_four, permissions)
      values ($1, 'Bench', $2, '6789', '{OPERATE,REPORT_EXPOSURES,VERIFY_API_KEYS}')`,
    [newUuid(), hashSecret(serviceToken)],
  );
  const known = await seedKnownKeys(url, organization, owner.memberId);
  await execute(url, 'vacuum analyze');
  return {
    size,
    organizationId: formatId('organization', organization),
    owner,
    traveller,
    serviceToken,
    ...known,
  };
}

const columns = `id, organization_id, environment, name, description, last_four, expires_at, revoked_at,
  revoked_by_type, revoked_by_id, created_by_type, created_by_id`;

async function seedKeys(
  url: string,
  organization: string,
  creator: string,
  { keys, organizations }: Size,
): Promise<void> {
  // The oldest keys are revoked and expired, and so is every tenth of the later ones.
  await execute(
    url,
    `insert into api_keys (${columns})
      select ${idSql('0b01', 'n')}, $1, case when n % 10 = 0 then 'TEST' else 'LIVE' end,
        case when n < $2::int * 0.2 then 'Legacy ' when n % 10 < 4 then 'Common worker ' else 'Service ' end
          || n * 7919 % 1000003,
        case when n % 1000 = 7 then 'rarely used' end, lpad(to_hex(n % 65536), 4, '0'),
        case when n % 10 = 3 or n < $2::int * 0.4 then now() - interval '1 day' end,
        case when n % 10 = 5 or n < $2::int * 0.2 then now() end,
        case when n % 10 = 5 or n < $2::int * 0.2 then 'SERVICE' end,
        case when n % 10 = 5 or n < $2::int * 0.2 then $1::uuid end, 'MEMBER', $3
      from generate_series(1, $2::int) n`,
    [organization, keys, creator],
  );
  await execute(
    url,
    `insert into api_keys (id, organization_id, environment, name, last_four, created_by_type, created_by_id)
      select ${idSql('0b02', 'n')}, ${idSql('0a01', '1 + n % $1::int')}, 'LIVE', 'Common worker ' || n, '0000',
        'SERVICE', ${idSql('0a01', '1')}
      from generate_series(1, $1::int * 10) n`,
    [organizations],
  );
  await execute(
    url,
    'update api_keys set noted_expiry = expires_at where expires_at < now() and revoked_at is null',
  );
  await execute(
    url,
    `with taken as (delete from api_key_count_changes returning *)
      insert into api_key_counts select organization_id, environment, sum(change) from taken group by 1, 2`,
  );
}

async function seedUsage(url: string, organization: string, { keys, usageHours }: Size): Promise<void> {
  // The newest keys, which the page shows, have usage in every hour of the month.
  await execute(
    url,
    `insert into api_key_usage (api_key_id, hour, allowed)
      select ${idSql('0b01', 'n')}, date_trunc('hour', now()) - hours * interval '1 hour', 5
      from generate_series(1, $1::int) n
      cross join lateral generate_series(0, case when n > $1::int - 100 then 743 else $2::int - 1 end) hours`,
    [keys, usageHours],
  );
  await execute(
    url,
    `insert into api_key_usage_totals (api_key_id, last_used_at, day, allowed_in_day, month, allowed_in_month)
      select api_key_id, max(hour), max(hour)::date, 5, date_trunc('month', max(hour))::date, sum(allowed)
      from api_key_usage group by api_key_id`,
  );
  await execute(
    url,
    `insert into organization_usage
      select $1, 'LIVE', date_trunc('hour', now()) - n * interval '1 hour', 5, 0, 0, 0, 0, 0, 0
      from generate_series(0, 92 * 24) n`,
    [organization],
  );
}

async function seedPeople(url: string, organization: string, { members, invitations }: Size): Promise<void> {
  await execute(
    url,
    `insert into users (id, email, name)
      select ${idSql('0c01', 'n')}, 'person' || n || '@example.com', 'Person ' || n from generate_series(1, $1::int) n`,
    [members],
  );
  await execute(
    url,
    `insert into members (id, organization_id, user_id, role)
      select ${idSql('0d01', 'n')}, $1, ${idSql('0c01', 'n')}, 'MEMBER' from generate_series(1, $2::int) n`,
    [organization, members],
  );
  await execute(
    url,
    `insert into invitations (id, organization_id, email, role, expires_at)
      select ${idSql('0e01', 'n')}, $1, 'guest' || n || '@example.com', 'MEMBER', now() + interval '7 days'
      from generate_series(1, $2::int) n`,
    [organization, invitations],
  );
  await execute(
    url,
    `insert into sessions (id, user_id, secret_hash, expires_at)
      select ${idSql('0f01', 'n')}, ${idSql('0c01', 'n')}, sha256(n::text::bytea), now() + interval '30 days'
      from generate_series(1, $1::int) n`,
    [members],
  );
}

/** Rows that jobs must skip, because they are too new to delete. */
async function seedLeftovers(url: string, organization: string, { keys, members }: Size): Promise<void> {
  await execute(
    url,
    `insert into api_key_secrets (id, api_key_id, token_hash, last_four, expires_at)
      select gen_random_uuid(), ${idSql('0b01', 'n')}, sha256(('old' || n || '.' || number)::bytea), '0000', ended
      from generate_series(1, $1::int) n
      cross join (values (1, null), (2, now() - interval '500 days')) as secrets(number, ended)`,
    [keys],
  );
  await execute(
    url,
    `insert into idempotency_records
        (organization_id, actor_type, actor_id, operation, key_hash, request_hash, result_id, expires_at)
      select $1, 'SERVICE', $1, 'create-api-key', sha256(n::text::bytea), sha256(n::text::bytea), $1,
        now() + interval '1 day' from generate_series(1, $2::int) n`,
    [organization, members],
  );
  await execute(
    url,
    `insert into sign_in_failures (subject_hash, failures, last_failed_at, blocked_until)
      select sha256(n::text::bytea), 1, now(), '-infinity' from generate_series(1, $1::int) n`,
    [members],
  );
}

async function seedPerson(url: string, organizations: readonly string[]) {
  const [user, session, member] = [newUuid(), newUuid(), newUuid()];
  const secret = newSecret();
  await execute(url, `insert into users (id, email, name) values ($1, $2, 'Ada')`, [
    user,
    `${user}@example.com`,
  ]);
  await execute(
    url,
    `insert into members (id, organization_id, user_id, role)
      select case number when 1 then $1::uuid else gen_random_uuid() end, organization_id, $2, 'OWNER'
      from unnest($3::uuid[]) with ordinality as given(organization_id, number)`,
    [member, user, organizations],
  );
  await execute(
    url,
    `insert into sessions (id, user_id, secret_hash, expires_at) values ($1, $2, $3, '2100-01-01')`,
    [session, user, hashSecret(secret)],
  );
  return { bearer: formatSessionToken(session, secret), memberId: member };
}

/** A person in many organizations. */
async function seedTraveller(url: string, count: number): Promise<Seeded['traveller']> {
  const organizations = Array.from({ length: count }, () => newUuid());
  await execute(
    url,
    `insert into organizations (id, name, plan) select id, 'Visited', 'free' from unnest($1::uuid[]) as id`,
    [organizations],
  );
  const { bearer } = await seedPerson(url, organizations);
  return { bearer, organizationId: formatId('organization', organizations[0] ?? '') };
}

async function seedKnownKeys(url: string, organization: string, creator: string) {
  const keys = Array.from({ length: 600 }, (_, index) => ({
    // Older than the other organizations, whose pages are measured.
    id: `01800000-0000-7000-8000-${index.toString().padStart(12, '0')}`,
    token: newKeySecret('sk', 'LIVE').secret,
  }));
  const ids = keys.map(({ id }) => id);
  await execute(
    url,
    `insert into api_keys (id, organization_id, environment, name, last_four, created_by_type, created_by_id)
      select id, $1, 'LIVE', 'Known', '0000', 'MEMBER', $3 from unnest($2::uuid[]) as id`,
    [organization, ids, creator],
  );
  await execute(
    url,
    `insert into api_key_secrets (id, api_key_id, token_hash, last_four)
      select gen_random_uuid(), id, token_hash, '0000' from unnest($1::uuid[], $2::bytea[]) as given(id, token_hash)`,
    [ids, keys.map(({ token }) => hashSecret(token))],
  );
  return {
    tokens: keys.slice(0, 500).map(({ token }) => token),
    keyIds: ids.slice(500).map((id) => formatId('apiKey', id)),
  };
}
