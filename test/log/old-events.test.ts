import { afterAll, beforeAll, expect, test } from 'vitest';
import { headAfter } from '../../src/log/chain.ts';
import { houseKeepingTasks } from '../../src/process/job-handlers.ts';
import { keyRequests } from '../api-keys/key-requests.ts';
import { sealedEventsOf } from '../events/event-requests.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ product: { eventRetentionMonths: 2 } });
});
afterAll(() => app.close());

const neverAborted = new AbortController().signal;

type Row = { readonly sequence: number; readonly head: Buffer; readonly body: string };

async function rowsOf({ uuid }: SeededOrganization): Promise<Row[]> {
  const { rows } = await app.testDatabase.pool.query<Row>(
    'select sequence::integer, head, body from events where organization_id = $1 order by sequence',
    [uuid],
  );
  return rows;
}

async function logOf({ uuid }: SeededOrganization) {
  const { rows } = await app.testDatabase.pool.query<{ deleted_sequence: number; deleted_head: Buffer }>(
    'select deleted_sequence::integer, deleted_head from event_logs where organization_id = $1',
    [uuid],
  );
  return rows[0];
}

async function personalDataCount({ uuid }: SeededOrganization): Promise<number> {
  const { rows } = await app.testDatabase.pool.query<{ count: number }>(
    `select count(*)::integer as count from event_personal_data
      where event_id in (select id from events where organization_id = $1)
        or not exists (select from events where id = event_id)`,
    [uuid],
  );
  return rows[0]?.count ?? -1;
}

/** An organization with an event at each age in days. Sessions are seeded, and last longer than that. */
async function organizationWithEvents(ages: readonly number[]): Promise<SeededOrganization> {
  const organization = await seedOrganization(app);
  const { created } = keyRequests(app, organization.owner);
  for (let count = 0; count < ages.length; count += 1) await created();
  await sealedEventsOf(app, organization.owner, ages.length);
  for (const [index, age] of ages.entries()) {
    await app.testDatabase.pool.query(
      `update events set occurred_at = clock_now() - make_interval(days => $3)
        where organization_id = $1 and sequence = $2`,
      [organization.uuid, index + 1, age],
    );
  }
  await app.testDatabase.pool.query(
    `update events set latest_at = found.latest_at from (
      select id, max(occurred_at) over (order by sequence) as latest_at from events where organization_id = $1
    ) found where found.id = events.id`,
    [organization.uuid],
  );
  return organization;
}

test('the oldest events are deleted with their personal data, and the rest still follows from the kept hash', async () => {
  const organization = await organizationWithEvents([90, 70, 30, 0]);
  const neighbour = await organizationWithEvents([30, 0]);
  const before = await rowsOf(organization);
  await houseKeepingTasks(app.services).delete_old_events({}, neverAborted);

  const rest = await rowsOf(organization);
  expect(rest).toEqual(before.slice(2));
  expect(await personalDataCount(organization)).toBe(2);
  const log = await logOf(organization);
  expect(log).toEqual({ deleted_sequence: 2, deleted_head: before[1]?.head });
  let head = log?.deleted_head ?? Buffer.alloc(0);
  for (const row of rest) {
    head = headAfter(head, row.body);
    expect(head).toEqual(row.head);
  }
  expect(await rowsOf(neighbour)).toHaveLength(2);
  expect(await logOf(neighbour)).toMatchObject({ deleted_sequence: 0 });

  await keyRequests(app, organization.owner).created();
  const events = await sealedEventsOf(app, organization.owner, 3);
  expect(events.map(({ sequence }) => sequence)).toEqual([3, 4, 5]);
});

test('an old event behind a younger one stays, so that the log has no gap', async () => {
  const organization = await organizationWithEvents([90, 0, 90]);
  await houseKeepingTasks(app.services).delete_old_events({}, neverAborted);
  expect((await rowsOf(organization)).map(({ sequence }) => sequence)).toEqual([2, 3]);
});

test('a log of which everything is old becomes empty, and goes on after its last place', async () => {
  const organization = await organizationWithEvents([90, 90]);
  await houseKeepingTasks(app.services).delete_old_events({}, neverAborted);
  expect(await rowsOf(organization)).toEqual([]);
  await houseKeepingTasks(app.services).delete_old_events({}, neverAborted);
  await keyRequests(app, organization.owner).created();
  const events = await sealedEventsOf(app, organization.owner, 1);
  expect(events.map(({ sequence }) => sequence)).toEqual([3]);
});

test('more events than one transaction deletes are all deleted', async () => {
  const organization = await organizationWithEvents([90]);
  await app.testDatabase.pool.query(
    `with added as (
      insert into events (organization_id, sequence, id, type, occurred_at, latest_at, body, head)
      select organization_id, number, gen_random_uuid(), type, occurred_at, latest_at, body, head
      from events, generate_series(2, 2500) number where organization_id = $1 and sequence = 1
      returning 1
    )
    update event_logs set sequence = 2500 where organization_id = $1`,
    [organization.uuid],
  );
  await houseKeepingTasks(app.services).delete_old_events({}, neverAborted);
  expect(await rowsOf(organization)).toEqual([]);
  expect(await logOf(organization)).toMatchObject({ deleted_sequence: 2500 });
});

test('with null, nothing is deleted', async () => {
  const organization = await organizationWithEvents([400]);
  const configuration = { ...app.services.configuration, eventRetentionMonths: null };
  await houseKeepingTasks({ ...app.services, configuration }).delete_old_events({}, neverAborted);
  expect(await rowsOf(organization)).toHaveLength(1);
});
