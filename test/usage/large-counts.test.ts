import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { postGraphQL } from '../support/raw.ts';
import { seedOrganization } from '../support/seed.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  // So that no day ends before its count is read.
  await app.clock.set(new Date());
});
afterAll(() => app.close());

test('a key that was used more often than 32 bits count is shown, and so are those beside it', async () => {
  const organization = await seedOrganization(app);
  const key = await organization.addKey();
  await organization.addKey();
  await app.testDatabase.pool.query(
    `insert into api_key_usage_totals (api_key_id, last_used_at, day, allowed_in_day, month, allowed_in_month)
      values ($1, clock_now(), clock_now() at time zone 'UTC', 3000000000,
        date_trunc('month', clock_now() at time zone 'UTC'), 3000000000)`,
    [key.uuid],
  );
  const query =
    '{ organization { apiKeys { edges { node { usage { requestsToday requestsThisMonth } } } } } }';
  const { data, errors } = await postGraphQL(app, { query }, { bearer: organization.owner.bearer });
  const none = { requestsToday: 0, requestsThisMonth: 0 };
  const many = { requestsToday: 3_000_000_000, requestsThisMonth: 3_000_000_000 };
  expect(errors).toEqual([]);
  expect(data).toEqual({
    organization: { apiKeys: { edges: [{ node: { usage: none } }, { node: { usage: many } }] } },
  });
});
