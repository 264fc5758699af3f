import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';
import { type KeyRequests, keyRequests } from './key-requests.ts';

const now = '2026-10-01T12:00:00.000Z';

let app: TestApp;
let thirtyDays: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  thirtyDays = await startTestApp({ product: { longestKeyLifetimeDays: 30 } });
});
afterAll(async () => {
  await app.close();
  await thirtyDays.close();
});

let organization: SeededOrganization;
let owner: KeyRequests;
beforeEach(() => useApp(app));

async function useApp(used: TestApp): Promise<void> {
  await used.clock.set(new Date(now));
  organization = await seedOrganization(used);
  owner = keyRequests(used, organization.owner);
}

async function problemsOf(answer: ReturnType<KeyRequests['create' | 'update']>): Promise<unknown> {
  const { status, errors } = await answer;
  expect(status).toBe(400);
  return errors[0]?.extensions['problems'];
}

const plain = { environment: 'TEST', name: 'Server' } as const;

test('a date means 00:00 UTC of that date, also when it is tomorrow', async () => {
  const { apiKey } = await owner.created({ expiresOn: '2026-10-02' });
  expect(apiKey).toMatchObject({ expiresAt: '2026-10-02T00:00:00.000Z', status: 'ACTIVE' });
});

test('a key is active until its end, and expired from that very instant', async () => {
  const { apiKey } = await owner.created({ expiresAt: '2026-10-01T13:00:00Z' });
  await app.clock.set(new Date('2026-10-01T12:59:59.999Z'));
  expect(await owner.found(apiKey.id)).toMatchObject({ status: 'ACTIVE' });
  await app.clock.set(new Date('2026-10-01T13:00:00Z'));
  expect(await owner.found(apiKey.id)).toMatchObject({ status: 'EXPIRED', revokedAt: null });
});

test.each([
  ['an instant that has passed', { expiresAt: '2026-10-01T11:59:59.999Z' }],
  ['this very instant', { expiresAt: now }],
  ['this instant in another time zone', { expiresAt: '2026-10-01T17:30:00+05:30' }],
  ['the year 0', { expiresAt: '0000-01-01T00:00:00Z' }],
  ['today, which has begun', { expiresOn: '2026-10-01' }],
  ['yesterday', { expiresOn: '2026-09-30' }],
])('%s is refused as an end, for new keys and for present ones', async (_what, expiry) => {
  const [field] = Object.keys(expiry);
  const problems = [
    { field: `input.${field}`, problem: expect.stringMatching(/^expected a time in the future, got /) },
  ];
  const { apiKey } = await owner.created();
  expect(await problemsOf(owner.create({ ...plain, ...expiry }))).toEqual(problems);
  expect(await problemsOf(owner.update({ id: apiKey.id, ...expiry }))).toEqual(problems);
  expect(await owner.found(apiKey.id)).toEqual(apiKey);
});

test('an instant and a date together are refused; null beside one says nothing', async () => {
  const both = { expiresAt: '2026-11-01T00:00:00Z', expiresOn: '2026-11-01' };
  const problems = [{ field: 'input.expiresOn', problem: 'is a second expiry: give only one' }];
  expect(await problemsOf(owner.create({ ...plain, ...both }))).toEqual(problems);
  const { apiKey } = await owner.created({ expiresAt: null, expiresOn: '2026-11-01' });
  expect(apiKey.expiresAt).toBe('2026-11-01T00:00:00.000Z');
  expect(await problemsOf(owner.update({ id: apiKey.id, ...both }))).toEqual(problems);
});

test('the furthest date there is can be an end', async () => {
  const { apiKey } = await owner.created({ expiresAt: '9999-12-31T23:59:59.999Z' });
  expect(await owner.found(apiKey.id)).toMatchObject({ expiresAt: '9999-12-31T23:59:59.999Z' });
});

test('null takes the end away; without a word it stays', async () => {
  const { apiKey } = await owner.created({ expiresAt: '2026-11-01T00:00:00Z' });
  expect(await owner.updated({ id: apiKey.id, name: 'Other' })).toMatchObject({
    expiresAt: '2026-11-01T00:00:00.000Z',
  });
  expect(await owner.updated({ id: apiKey.id, expiresAt: null })).toMatchObject({ expiresAt: null });
  await owner.updated({ id: apiKey.id, expiresOn: '2026-12-01' });
  expect(await owner.updated({ id: apiKey.id, expiresOn: null })).toMatchObject({ expiresAt: null });
});

describe('where keys live at most 30 days', () => {
  beforeEach(() => useApp(thirtyDays));

  test('a key must have an end, within 30 days and the tolerance of an hour and ten seconds', async () => {
    expect(await problemsOf(owner.create(plain))).toEqual([
      { field: 'input.expiresAt', problem: 'required: keys live at most 30 days' },
    ]);
    const { apiKey } = await owner.created({ expiresAt: '2026-10-31T12:00:00Z' });
    expect(apiKey.expiresAt).toBe('2026-10-31T12:00:00.000Z');
    await owner.created({ expiresAt: '2026-10-31T13:00:10Z' });
    expect(await problemsOf(owner.create({ ...plain, expiresAt: '2026-10-31T13:00:10.001Z' }))).toEqual([
      {
        field: 'input.expiresAt',
        problem: 'expected at most 30 days of lifetime, which end at 2026-10-31T12:00:00.000Z',
      },
    ]);
    // In 30 days from a place where it is tomorrow already.
    expect((await owner.created({ expiresOn: '2026-11-01' })).apiKey.expiresAt).toBe(
      '2026-11-01T00:00:00.000Z',
    );
    expect(await problemsOf(owner.create({ ...plain, expiresOn: '2026-11-02' }))).toEqual([
      { field: 'input.expiresOn', problem: expect.stringContaining('at most 30 days') },
    ]);
  });

  test('a lifetime in days counts from now, up to the longest', async () => {
    const { apiKey } = await owner.created({ expiresInDays: 30 });
    expect(apiKey.expiresAt).toBe('2026-10-31T12:00:00.000Z');
    expect(await problemsOf(owner.create({ ...plain, expiresInDays: 31 }))).toEqual([
      { field: 'input.expiresInDays', problem: expect.stringContaining('at most 30 days') },
    ]);
  });

  test('its life counts from its creation: changing it prolongs nothing', async () => {
    const { apiKey } = await owner.created({ expiresAt: '2026-10-10T00:00:00Z' });
    await thirtyDays.clock.set(new Date('2026-10-09T00:00:00Z'));
    await owner.updated({ id: apiKey.id, expiresAt: '2026-10-31T12:00:00Z' });
    expect(await problemsOf(owner.update({ id: apiKey.id, expiresAt: '2026-11-01T00:00:00Z' }))).toHaveLength(
      1,
    );
    expect(await problemsOf(owner.update({ id: apiKey.id, expiresAt: null }))).toEqual([
      { field: 'input.expiresAt', problem: 'required: keys live at most 30 days' },
    ]);
  });

  test('a key from before that rule keeps its end until somebody changes it', async () => {
    const old = await organization.addKey({ expiresAt: null });
    expect(await owner.updated({ id: old.id, name: 'Renamed' })).toMatchObject({ expiresAt: null });
  });
});
