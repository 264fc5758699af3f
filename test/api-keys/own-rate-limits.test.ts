import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { type KeyRequests, keyRequests } from './key-requests.ts';

let app: TestApp;
let organization: SeededOrganization;
let owner: KeyRequests;
let service: KeyRequests;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  organization = await seedOrganization(app, { plan: 'professional' });
  owner = keyRequests(app, organization.owner);
  const token = await seedServiceToken(app, ['MANAGE_API_KEYS', 'READ_API_KEYS', 'READ_ORGANIZATION']);
  service = keyRequests(app, { bearer: token, organization: organization.id });
});

const ofPlan = { perMinute: 500, perHour: 10_000 };
const plain = { environment: 'TEST', name: 'Server' } as const;

function movePlan(plan: string): Promise<unknown> {
  return app.services.database
    .updateTable('organizations')
    .set({ plan })
    .where('id', '=', organization.uuid)
    .execute();
}

test('a key has the plan’s limits where it has none of its own', async () => {
  expect((await owner.created()).apiKey.rateLimit).toEqual(ofPlan);
  expect((await owner.created({ rateLimit: { perMinute: 1 } })).apiKey.rateLimit).toEqual({
    ...ofPlan,
    perMinute: 1,
  });
  expect((await owner.created({ rateLimit: {} })).apiKey.rateLimit).toEqual(ofPlan);
});

test('a limit beyond the plan is refused by name, to people and to keys, when creating and when changing', async () => {
  const managing = await organization.addKey({ scopes: ['api-keys:*'] });
  const { apiKey } = await owner.created();
  for (const caller of [owner, keyRequests(app, { bearer: managing.secret })]) {
    const rateLimit = { perMinute: 501, perHour: 10_001 };
    for (const answer of [
      await caller.create({ ...plain, rateLimit }),
      await caller.update({ id: apiKey.id, rateLimit }),
    ]) {
      expect(answer.errors[0]?.extensions['problems']).toEqual([
        { field: 'input.rateLimit.perMinute', problem: "expected at most the plan's 500, got 501" },
        { field: 'input.rateLimit.perHour', problem: "expected at most the plan's 10000, got 10001" },
      ]);
    }
    await caller.created({ rateLimit: ofPlan });
  }
  expect((await owner.found(apiKey.id)).rateLimit).toEqual(ofPlan);
});

test.each([
  [{ perMinute: 0 }, 'input.rateLimit.perMinute'],
  [{ perHour: -1 }, 'input.rateLimit.perHour'],
  [{ perMinute: 1_000_000_001 }, 'input.rateLimit.perMinute'],
])('%j is refused, also to a service', async (rateLimit, field) => {
  const { status, errors } = await service.create({ ...plain, rateLimit });
  expect({ status, problems: errors[0]?.extensions['problems'] }).toEqual({
    status: 400,
    problems: [{ field, problem: expect.any(String) }],
  });
});

test('an hour cannot allow less than a minute of it, when creating and when changing, to nobody', async () => {
  const { apiKey } = await owner.created({ rateLimit: { perMinute: 50, perHour: 100 } });
  const problemsOf = async (answer: ReturnType<KeyRequests['create' | 'update']>) =>
    (await answer).errors[0]?.extensions['problems'];
  const hour = [{ field: 'input.rateLimit.perHour', problem: 'expected at least 50, the limit of a minute' }];
  const minute = [
    { field: 'input.rateLimit.perMinute', problem: 'expected at most 100, the limit of an hour' },
  ];
  for (const caller of [owner, service]) {
    const update = (rateLimit: object) => problemsOf(caller.update({ id: apiKey.id, rateLimit }));
    const both = { perMinute: 50, perHour: 49 };
    expect(await problemsOf(caller.create({ ...plain, rateLimit: both }))).toEqual(hour);
    expect(await update(both)).toEqual(hour);
    expect(await update({ perHour: 49 })).toEqual(hour);
    expect(await update({ perMinute: 101 })).toEqual(minute);
  }
  expect((await owner.found(apiKey.id)).rateLimit).toEqual({ perMinute: 50, perHour: 100 });
  const equal = { perMinute: 50, perHour: 50 };
  expect((await owner.updated({ id: apiKey.id, rateLimit: equal })).rateLimit).toEqual(equal);
  // The plan's limits are the operator's: an hour below its minute is a key's own tight limit.
  expect((await owner.created({ rateLimit: { perHour: 10 } })).apiKey.rateLimit).toEqual({
    ...ofPlan,
    perHour: 10,
  });
});

test('a service lets a key exceed the plan', async () => {
  const rateLimit = { perMinute: 5000, perHour: 1_000_000_000 };
  const { apiKey } = await service.created({ rateLimit });
  expect(apiKey.rateLimit).toEqual(rateLimit);
  expect((await owner.found(apiKey.id)).rateLimit).toEqual(rateLimit);
  expect((await owner.updated({ id: apiKey.id, name: 'Renamed' })).rateLimit).toEqual(rateLimit);
});

test('what a service allowed ends when the limits go back within the plan: people cannot return to it', async () => {
  const { apiKey } = await service.created({ rateLimit: { perMinute: 5000 } });
  const lowered = await owner.updated({ id: apiKey.id, rateLimit: { perMinute: 400 } });
  expect(lowered.rateLimit).toEqual({ ...ofPlan, perMinute: 400 });
  expect((await owner.update({ id: apiKey.id, rateLimit: { perMinute: 5000 } })).status).toBe(400);
  // A smaller plan now holds for this key as for any other.
  await movePlan('free');
  expect((await owner.found(apiKey.id)).rateLimit).toEqual({ perMinute: 100, perHour: 1000 });
});

test('what a service allowed is about one limit: the other one stays within whatever the plan becomes', async () => {
  const { apiKey } = await service.created({ rateLimit: { perMinute: 5000, perHour: 9000 } });
  await movePlan('free');
  expect((await owner.found(apiKey.id)).rateLimit).toEqual({ perMinute: 5000, perHour: 1000 });
  // To set the other one says nothing about it either.
  await owner.updated({ id: apiKey.id, rateLimit: { perHour: null } });
  expect((await owner.found(apiKey.id)).rateLimit).toEqual({ perMinute: 5000, perHour: 1000 });
});

test('a limit that a service set within the plan stays within whatever the plan becomes', async () => {
  const { apiKey } = await service.created({ rateLimit: { perMinute: 300 } });
  await movePlan('free');
  expect((await owner.found(apiKey.id)).rateLimit).toEqual({ perMinute: 100, perHour: 1000 });
});

test('a limit as high as the plan stays within whatever the plan becomes, whoever set it', async () => {
  for (const requests of [owner, service]) {
    const { apiKey } = await requests.created({ rateLimit: ofPlan });
    await movePlan('free');
    expect((await owner.found(apiKey.id)).rateLimit).toEqual({ perMinute: 100, perHour: 1000 });
    await movePlan('professional');
  }
});

test('to set one limit does not free the other one from a plan that became smaller', async () => {
  const { apiKey } = await owner.created({ rateLimit: { perMinute: 300, perHour: 5000 } });
  await movePlan('free');
  const { rateLimit } = await owner.updated({ id: apiKey.id, rateLimit: { perHour: 800 } });
  expect(rateLimit).toEqual({ perMinute: 100, perHour: 800 });
  const { apiKey: other } = await service.created({ rateLimit: { perMinute: 50, perHour: 900 } });
  await movePlan('professional');
  await owner.updated({ id: other.id, rateLimit: { perHour: 5000 } });
  await movePlan('free');
  const changed = await service.updated({ id: other.id, rateLimit: { perMinute: 60 } });
  expect(changed.rateLimit).toEqual({ perMinute: 60, perHour: 1000 });
});

test('a smaller plan lowers a key’s own limits at once, a larger one gives them back', async () => {
  const { apiKey } = await owner.created({ rateLimit: { perMinute: 300, perHour: 500 } });
  await movePlan('free');
  expect((await owner.found(apiKey.id)).rateLimit).toEqual({ perMinute: 100, perHour: 500 });
  await movePlan('professional');
  expect((await owner.found(apiKey.id)).rateLimit).toEqual({ perMinute: 300, perHour: 500 });
});

test('on a plan of agreed limits, those hold; where none are agreed any limit may be chosen', async () => {
  await movePlan('enterprise');
  expect((await owner.created()).apiKey.rateLimit).toEqual({ perMinute: null, perHour: null });
  await owner.created({ rateLimit: { perMinute: 1_000_000 } });
  await app.services.database
    .updateTable('organizations')
    .set({ limitPerMinute: 50, limitPerHour: null })
    .where('id', '=', organization.uuid)
    .execute();
  expect((await owner.created()).apiKey.rateLimit).toEqual({ perMinute: 50, perHour: null });
  expect((await owner.create({ ...plain, rateLimit: { perMinute: 51 } })).status).toBe(400);
});

test('the limits shown are those that verification applies', async () => {
  const verifier = await seedServiceToken(app, ['VERIFY_API_KEYS']);
  const appliedTo = async (key: string) => {
    const response = await fetch(`${app.url}/v1/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${verifier}` },
      body: JSON.stringify({ key }),
    });
    const { rateLimit }: { rateLimit?: { windows: { window: string; limit: number }[] } } =
      await response.json();
    const limits = Object.fromEntries(rateLimit?.windows.map(({ window, limit }) => [window, limit]) ?? []);
    return { perMinute: limits['minute'] ?? null, perHour: limits['hour'] ?? null };
  };
  const created = [
    await owner.created(),
    await owner.created({ rateLimit: { perMinute: 300 } }),
    await service.created({ rateLimit: { perMinute: 5000, perHour: 7000 } }),
  ];
  for (const plan of ['professional', 'free', 'enterprise']) {
    await movePlan(plan);
    for (const { apiKey, secret } of created) {
      expect(await appliedTo(secret), plan).toEqual((await owner.found(apiKey.id)).rateLimit);
    }
  }
});
