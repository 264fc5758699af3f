import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeyStatuses } from '../../src/api-key-status.ts';
import type { ApiKeyFilter } from '../../src/api-keys/api-key-input.ts';
import { listApiKeys } from '../../src/api-keys/api-key-lists.sql.ts';
import type { ApiKeyRow } from '../../src/api-keys/api-keys.sql.ts';
import { addUpKeyCounts, countActiveKeys, noteSomeExpiredKeys } from '../../src/api-keys/key-counts.sql.ts';
import { environments } from '../../src/environment.ts';
import { newUuid } from '../../src/lib/ids.ts';
import type { KeysetPage } from '../../src/lib/keyset-page.ts';
import { setDatabaseClock } from '../support/clock.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { testConfiguration } from '../support/verification.ts';
import { seedOrganization } from '../support/verification-rows.ts';

let database: TestDatabase;
let organizationId: string;
let keys: ApiKeyRow[];
const creator = newUuid();
const now = new Date('2027-04-02T10:00:00Z');
const neverAborted = new AbortController().signal;

/** More keys than a search looks at in the order of the list; one in two is noted as expired when it is. */
beforeAll(async () => {
  database = await createTestDatabase();
  await setDatabaseClock(database.pool, now);
  organizationId = await seedOrganization(database.pool);
  const other = await seedOrganization(database.pool);
  await insertKeys(other, 50);
  await insertKeys(organizationId, 700);
  await noteExpiredKeys();
  await insertKeys(organizationId, 700);
  keys = await list({}, { limit: 2000 });
});
afterAll(() => database.drop());

async function noteExpiredKeys(): Promise<number> {
  const ids = await database.database.transaction().execute(noteSomeExpiredKeys);
  return ids.length;
}

async function insertKeys(organization: string, count: number): Promise<void> {
  await database.pool.query(
    `insert into api_keys (id, organization_id, environment, name, description, last_four, expires_at,
        revoked_at, revoked_by_type, revoked_by_id, suspended_at, suspended_by_type, suspended_by_id,
        created_by_type, created_by_id)
      select gen_random_uuid(), $1, (array['TEST', 'LIVE'])[1 + n % 2],
        (array['Checkout', 'checkout ÄÖ', 'Reports_1', '100%', 'Σίσυφος', 'worker'])[1 + n % 6] || ' ' || n * 7919 % 1000,
        case when n % 5 = 0 then 'used by team ' || n % 11 || chr(10) || 'Ab' end,
        lpad((n % 10000)::text, 4, 'xYz'),
        case n % 7 when 0 then clock_now() - n * interval '1 minute' when 1 then clock_now() + interval '1 day' end,
        case when n % 3 = 0 then clock_now() end, case when n % 3 = 0 then 'SERVICE' end,
        case when n % 3 = 0 then $1::uuid end, case when n % 13 < 2 then clock_now() end,
        case when n % 13 < 2 then 'SERVICE' end, case when n % 13 < 2 then $1::uuid end,
        'SERVICE', case when n % 4 = 0 then $3::uuid else $1 end
      from generate_series(1, $2::int) as n`,
    [organization, count, creator],
  );
}

/** The keys, which are the same with their creators' names. */
async function list(
  filter: ApiKeyFilter,
  page: Partial<KeysetPage>,
  environment: 'TEST' | 'LIVE' | null = null,
) {
  const whole = { before: null, after: null, inverted: false, limit: 20, ...page };
  const listed = { visibility: { organizationId, environment }, filter, page: whole };
  const reading = { database: database.database, configuration: testConfiguration };
  const found = await listApiKeys(reading, { ...listed, withCreators: false });
  const named = await listApiKeys(reading, { ...listed, withCreators: true });
  expect(named.map(({ createdByName: _name, ...key }) => key)).toEqual(found);
  return found;
}

const contains = (text: string | null, part: string) =>
  (text ?? '').toLowerCase().includes(part.toLowerCase());

function expected(filter: ApiKeyFilter, page: KeysetPage, visible: string | null): string[] {
  const { environment, status, search, createdBy } = filter;
  const all = keys.filter(
    (key) =>
      [environment ?? key.environment, visible ?? key.environment].every(
        (each) => each === key.environment,
      ) &&
      (!status || key.status === status) &&
      (!createdBy || key.createdById === createdBy.id) &&
      (!search ||
        contains(key.name, search) ||
        contains(key.description, search) ||
        key.lastFour === search) &&
      (page.after === null || key.id < page.after) &&
      (page.before === null || key.id > page.before),
  );
  return (page.inverted ? all.toReversed() : all).slice(0, page.limit).map(({ id }) => id);
}

test('a list holds exactly the keys that its filter names, in order, whichever way it is read', async () => {
  const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
  const position = optional(fc.nat({ max: 1399 }).map((index) => keys[index]?.id ?? null));
  const search = fc.oneof(
    fc.constantFrom('c', 'Ch', 'OUT', 'checkout 9', 'team 7', '_1', '%', '100%', 'äö', 'SIS', 'b', '7', '0_'),
    fc.constantFrom('nowhere', 'zq', '\\', 'Σ', 'ς', 'ΊΣΥ', 'xYz1', 'xyz1', '1234', '\nA', 'Reports_1 42'),
    fc.nat({ max: 1399 }).map((index) => keys[index]?.name ?? ''),
    fc.nat({ max: 1399 }).map((index) => keys[index]?.lastFour ?? ''),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        environment: optional(fc.constantFrom(...environments)),
        status: optional(fc.constantFrom(...apiKeyStatuses)),
        search: optional(search),
        createdBy: optional(
          fc.constantFrom(creator, newUuid()).map((id) => ({ type: 'SERVICE' as const, id })),
        ),
      }),
      fc.record({
        after: position,
        before: position,
        inverted: fc.boolean(),
        limit: fc.constantFrom(1, 2, 21, 101),
      }),
      optional(fc.constantFrom(...environments)),
      async (filter, page, visible) => {
        const rows = await list(filter, page, visible);
        expect(rows.map(({ id }) => id)).toEqual(expected(filter, page, visible));
      },
    ),
    { numRuns: 300 },
  );
});

test('a key that ended is listed as expired at once, before it is noted and after', async () => {
  const [key] = await list({ status: 'ACTIVE' }, { limit: 1 });
  const statuses = async () => {
    const lists = apiKeyStatuses.map(async (status) => {
      const rows = await list({ status }, { limit: 2000 });
      return rows.some(({ id }) => id === key?.id) ? [status] : [];
    });
    return (await Promise.all(lists)).flat();
  };
  const endAt = (expiresAt: string) =>
    database.pool.query('update api_keys set expires_at = $2 where id = $1', [key?.id, expiresAt]);
  expect(await statuses()).toEqual(['ACTIVE']);
  await endAt('2027-04-02T09:58:00Z');
  expect(await statuses()).toEqual(['EXPIRED']);
  expect(await noteExpiredKeys()).toBeGreaterThanOrEqual(1);
  expect(await noteExpiredKeys()).toBe(0);
  expect(await statuses()).toEqual(['EXPIRED']);
  await endAt('2027-04-03T10:00:00Z');
  expect(await statuses()).toEqual(['ACTIVE']);
});

test('the kept number of active keys is their number, whatever changes at the same time', async () => {
  const organization = await seedOrganization(database.pool);
  const truth = async () => {
    const { rows } = await database.pool.query(
      `select environment, count(*)::int as count from api_keys where organization_id = $1 and revoked_at is null
        and (expires_at is null or expires_at > clock_now()) group by environment`,
      [organization],
    );
    return { TEST: 0, LIVE: 0, ...Object.fromEntries(rows.map((row) => [row.environment, row.count])) };
  };
  const counted = () => countActiveKeys(database.database, organization);
  const change = (what: string) =>
    database.pool.query(
      `update api_keys set ${what} where id in (
      select id from api_keys where organization_id = $1 order by random() limit 20 for update skip locked)`,
      [organization],
    );
  await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      if (index % 4 === 0) await insertKeys(organization, 1 + (index % 7));
      if (index % 4 === 1) await change(`expires_at = clock_now() + ${(index % 3) - 1} * interval '1 hour'`);
      if (index % 4 === 2)
        await change(`revoked_at = clock_now(), revoked_by_type = 'SERVICE', revoked_by_id = id`);
      if (index % 8 === 5)
        await change(`suspended_at = clock_now(), suspended_by_type = 'SERVICE', suspended_by_id = id`);
      if (index % 8 === 3) await noteExpiredKeys();
      if (index % 8 === 7) await addUpKeyCounts(database.database, neverAborted);
    }),
  );
  expect(await counted()).toEqual(await truth());
  await noteExpiredKeys();
  expect(await counted()).toEqual(await truth());
  await addUpKeyCounts(database.database, neverAborted);
  expect(await counted()).toEqual(await truth());
  expect((await database.pool.query('select from api_key_count_changes')).rowCount).toBe(0);
  await database.pool.query(
    `update api_keys set revoked_at = clock_now(), revoked_by_type = 'SERVICE', revoked_by_id = id
      where organization_id = $1 and revoked_at is null`,
    [organization],
  );
  expect(await counted()).toEqual({ TEST: 0, LIVE: 0 });
});
