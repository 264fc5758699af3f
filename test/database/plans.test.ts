import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { meterOf } from '../../bench/growth/statement-costs.ts';
import { apiKeyStatuses } from '../../src/api-key-status.ts';
import type { ApiKeyFilter } from '../../src/api-keys/api-key-input.ts';
import { listApiKeys } from '../../src/api-keys/api-key-lists.sql.ts';
import { createDatabase } from '../../src/database/database.ts';
import type { Pool } from '../../src/database/pool.ts';
import { listOpenInvitations } from '../../src/members/invitations.sql.ts';
import { listMembers } from '../../src/members/members.sql.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { testConfiguration } from '../support/verification.ts';
import { seedOrganization } from '../support/verification-rows.ts';

// Three organizations with many rows each, alone or among many small ones. If they are alone, PostgreSQL takes the primary
// key for a good way to the newest rows of one of them, though it leads through the rows of the others. If they are not,
// it believes that every organization has few rows, which it could as well read and sort.

const rows = 4000;
/** A page of 20 reads no more than some buffers a row, with all that is joined to it. */
const maxBuffers = 200;

const filters: readonly ApiKeyFilter[] = [
  {},
  { environment: 'LIVE' },
  { environment: 'TEST' },
  ...apiKeyStatuses.map((status) => ({ status })),
  { status: 'ACTIVE', environment: 'TEST' },
];

const lists = [
  ...filters.map((filter) => ({
    name: `keys ${JSON.stringify(filter)}`,
    list: keysOf(filter),
  })),
  { name: 'members', list: listMembers },
  { name: 'open invitations', list: listOpenInvitations },
];

describe.each([0, 1000])('with %i small organizations beside it', (others) => {
  const organizations: string[] = [];
  let pool: TestDatabase['pool'];
  let drop: TestDatabase['drop'];

  beforeAll(async () => {
    ({ pool, drop } = await createTestDatabase());
    for (const number of [0, 1, 2]) {
      const organization = await seedOrganization(pool);
      organizations.push(organization);
      await seedRows(pool, organization, number);
    }
    await seedSmallOrganizations(pool, others);
    await pool.query('analyze');
  });

  afterAll(() => drop());

  test.for(lists)('a page of $name reads only its own rows, from both ends', async ({ list }) => {
    const meter = meterOf(pool);
    const database = createDatabase(meter.pool);
    for (const organization of organizations) {
      for (const inverted of [false, true]) {
        const page = { before: null, after: null, limit: 21, inverted };
        const { statements, buffers } = await meter.measure(() => list(database, organization, page));
        expect(statements).toBe(1);
        expect(buffers).toBeLessThan(maxBuffers);
      }
    }
  });
});

function keysOf(filter: ApiKeyFilter): typeof listMembers {
  return async (database, organizationId, page) => {
    const visibility = { organizationId, environment: null };
    const reading = { database, configuration: testConfiguration };
    await listApiKeys(reading, { visibility, filter, page, withCreators: true });
    return [];
  };
}

/** Members, open invitations and active LIVE keys, whose ids are in the order of the organizations. */
async function seedRows(pool: Pool, organization: string, number: number): Promise<void> {
  const id = `('01900000-0000-7000-8000-' || lpad(to_hex($2::int * ${rows} + n), 12, '0'))::uuid`;
  const insert = (table: string, columns: string, values: string) =>
    pool.query(
      `insert into ${table} (id, ${columns}) select ${id}, ${values} from generate_series(1, ${rows}) n
        where $1::uuid is not null`,
      [organization, number],
    );
  await insert('users', 'email, name', `$2 || '-' || n || '@example.com', 'Somebody'`);
  await insert('members', 'organization_id, user_id, role', `$1, ${id}, 'MEMBER'`);
  await insert(
    'invitations',
    'organization_id, email, role, permissions, secret_hash, invited_by_type, invited_by_id, expires_at',
    `$1, n || '@example.com', 'MEMBER', '{}', sha256(${id}::text::bytea), 'MEMBER', ${id}, '2100-01-01'`,
  );
  await insert(
    'api_keys',
    'organization_id, environment, name, last_four, created_by_type, created_by_id',
    `$1, 'LIVE', 'Key', '0000', 'MEMBER', ${id}`,
  );
}

/** Each with one key. */
async function seedSmallOrganizations(pool: Pool, count: number): Promise<void> {
  await pool.query(
    `with made as (
      insert into organizations (id, name, plan)
        select gen_random_uuid(), 'Small', 'free' from generate_series(1, $1::int) returning id
    )
    insert into api_keys (id, organization_id, environment, name, last_four, created_by_type, created_by_id)
      select gen_random_uuid(), id, 'LIVE', 'Key', '0000', 'MEMBER', id from made`,
    [count],
  );
}
