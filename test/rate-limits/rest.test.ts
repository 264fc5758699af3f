import { parseList } from 'structured-headers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type RestRequest, sendRest } from '../support/rest.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await app.clock.set(new Date('2027-05-01T10:00:48Z'));
});
afterAll(() => app.close());

const ask = (bearer: string, request = 'GET /v1/rate-limit', options: RestRequest = {}) =>
  sendRest(app.url, request, { bearer, ...options });

/** `[['minute', { q: 100, w: 60 }], …]` by an independent parser. */
function items(value: string | null) {
  return parseList(value ?? '').map(([name, parameters]) => [name, Object.fromEntries(parameters)]);
}

test('a key without any permission sees its own limits, and looking consumes nothing', async () => {
  const { addKey } = await seedOrganization(app, { plan: 'professional' });
  const { secret } = await addKey({ environment: 'LIVE' });
  await app.services.verification.verify({ key: secret, cost: 3 }, { kind: 'trusted' });
  const hour = { limit: 10_000, remaining: 9997, reset: 1_809_169_200, reset_at: '2027-05-01T11:00:00.000Z' };
  const minute = { limit: 500, remaining: 497, reset: 1_809_165_660, reset_at: '2027-05-01T10:01:00.000Z' };
  for (const _time of [1, 2, 3]) {
    const { status, body, headers } = await ask(secret);
    expect([status, body]).toEqual([
      200,
      {
        ...minute,
        windows: [
          { window: 'minute', ...minute },
          { window: 'hour', ...hour },
        ],
      },
    ]);
    expect(
      Object.fromEntries(
        ['limit', 'remaining', 'reset'].map((name) => [name, headers.get(`x-ratelimit-${name}`)]),
      ),
    ).toEqual({
      limit: '500',
      remaining: '497',
      reset: '1809165660',
    });
    expect(items(headers.get('ratelimit-policy'))).toEqual([
      ['minute', { q: 500, w: 60 }],
      ['hour', { q: 10_000, w: 3600 }],
    ]);
    expect(items(headers.get('ratelimit'))).toEqual([
      ['minute', { r: 497, t: 12 }],
      ['hour', { r: 9997, t: 3552 }],
    ]);
  }
});

test('a key that has used up its limit still sees it, and still manages keys', async () => {
  const { addKey } = await seedOrganization(app);
  const { secret } = await addKey({ scopes: ['api-keys:write'] });
  await app.services.verification.verify({ key: secret, cost: 100 }, { kind: 'trusted' });
  expect((await ask(secret)).body).toMatchObject({ limit: 100, remaining: 0 });
  const created = await ask(secret, 'POST /v1/api-keys', { body: { name: 'Next' } });
  expect([created.status, created.headers.get('x-ratelimit-remaining')]).toEqual([201, '0']);
});

test('a key without limits has nulls and no headers', async () => {
  const { addKey } = await seedOrganization(app, { plan: 'enterprise' });
  const { body, headers } = await ask((await addKey()).secret);
  expect(body).toEqual({ limit: null, remaining: null, reset: null, reset_at: null, windows: [] });
  expect([...headers.keys()].filter((name) => name.includes('ratelimit'))).toEqual([]);
});

test('every answer to a key says what it has left, refusals too; answers to others do not', async () => {
  const { addKey, owner } = await seedOrganization(app);
  const { secret } = await addKey();
  const refused = await ask(secret, 'GET /v1/api-keys');
  expect([refused.status, refused.headers.get('x-ratelimit-limit')]).toEqual([403, '100']);
  const person = await ask(owner.bearer, 'GET /v1/api-keys');
  expect([person.status, person.headers.get('x-ratelimit-limit')]).toEqual([200, null]);
});

test('who is no active key is refused', async () => {
  const { addKey, owner } = await seedOrganization(app);
  const expired = await addKey({ expiresAt: new Date('2027-01-01') });
  const statuses = [];
  for (const bearer of [
    expired.secret,
    'sk_live_x',
    owner.bearer,
    await seedServiceToken(app, ['OPERATE']),
  ]) {
    statuses.push((await ask(bearer)).status);
  }
  expect(statuses).toEqual([401, 401, 403, 403]);
  expect((await sendRest(app.url, 'GET /v1/rate-limit')).status).toBe(401);
});
