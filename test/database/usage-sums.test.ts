import { expect, onTestFinished, test } from 'vitest';
import { listApiKeys } from '../../src/api-keys/api-key-lists.sql.ts';
import { countActiveKeys } from '../../src/api-keys/key-counts.sql.ts';
import { createDatabase } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { createPool } from '../../src/database/pool.ts';
import { loadOrganizationHours, loadUsage } from '../../src/usage/usage.sql.ts';
import { setDatabaseClock } from '../support/clock.ts';
import { createFormerDatabase } from '../support/former-version.ts';
import { testConfiguration } from '../support/verification.ts';
import { seedKey, seedOrganization } from '../support/verification-rows.ts';

test('sums, counts and lists that are introduced later hold what was there before', async () => {
  const { url, drop } = await createFormerDatabase();
  const pool = createPool({ url, max: 2 });
  onTestFinished(async () => {
    await pool.end();
    await drop();
  });
  const organization = await seedOrganization(pool);
  const end = new Date('2020-01-01');
  const [used, idle, ended] = await Promise.all([
    seedKey(pool, organization),
    seedKey(pool, organization, { environment: 'TEST' }),
    seedKey(pool, organization, { expires_at: end }),
  ]);
  const now = new Date('2027-05-01T12:00:00Z');
  await setDatabaseClock(pool, now);
  const at = (hour: string) => `date_trunc('day', clock_now(), 'UTC') + interval '${hour}'`;
  await pool.query(
    `insert into api_key_usage (api_key_id, hour, allowed, expired, last_used_at, last_used_address) values
      ($1, ${at('0 hours')}, 3, 0, ${at('1 minute')}, '203.0.113.7'), ($1, ${at('1 hour')}, 0, 5, null, null),
      ($1, ${at('-400 days')}, 7, 0, ${at('-400 days')}, null),
      ($2, ${at('-40 days')}, 11, 0, ${at('-40 days')}, null), ($3, ${at('1 hour')}, 0, 13, null, null)`,
    [used.id, idle.id, ended.id],
  );

  await migrate({ url });

  const database = createDatabase(pool);
  const usage = await loadUsage(database, [used.id, idle.id, ended.id]);
  expect(usage.get(used.id)).toMatchObject({
    requestsToday: 3,
    requestsThisMonth: 3,
    lastUsedAddress: '203.0.113.7',
  });
  expect(usage.get(idle.id)).toMatchObject({
    requestsToday: 0,
    requestsThisMonth: 0,
    lastUsedAt: expect.any(Date),
  });
  expect(usage.has(ended.id)).toBe(false);
  const period = { from: new Date('2027-05-01T00:00:00Z'), to: now };
  const hours = await loadOrganizationHours(database, organization, ['TEST', 'LIVE'], period);
  expect(hours).toMatchObject([
    { allowed: 3, expired: 0 },
    { allowed: 0, expired: 18 },
  ]);
  expect(await countActiveKeys(database, organization)).toEqual({ TEST: 1, LIVE: 1 });
  const page = { before: null, after: null, inverted: false, limit: 10 };
  const listed = {
    visibility: { organizationId: organization, environment: null },
    page,
    withCreators: false,
  };
  const reading = { database, configuration: testConfiguration };
  const expired = await listApiKeys(reading, { ...listed, filter: { status: 'EXPIRED' } });
  expect(expired.map(({ id }) => id)).toEqual([ended.id]);
  expect(await listApiKeys(reading, { ...listed, filter: { search: 'test KEY' } })).toHaveLength(3);
});
