import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeyDetail } from '../../src/api-keys/api-keys-schemas.rest.ts';
import { createdApiKey } from '../../src/api-keys/create-api-key.rest.ts';
import { apiKeyPage } from '../../src/api-keys/list-api-keys.rest.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type RestRequest, sendRest } from '../support/rest.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  // So that no day ends between a use and the look at its count.
  await app.clock.set(new Date('2027-05-01T10:00:00Z'));
});
afterAll(() => app.close());

const send = (request: string, options?: RestRequest) => sendRest(app.url, request, options);

async function create(bearer: string, body: object) {
  const { status, body: answer } = await send('POST /v1/api-keys', { bearer, body });
  expect(status).toBe(201);
  return createdApiKey.strict().parse(answer);
}

async function show(bearer: string, id: string) {
  const { status, body } = await send(`GET /v1/api-keys/${id}`, { bearer });
  expect(status).toBe(200);
  return apiKeyDetail.strict().parse(body);
}

function problemOf({ status, body }: { status: number; body: unknown }) {
  expect(body).toMatchObject({ status, type: expect.stringMatching(/^\/errors\/[a-z-]+$/) });
  return body;
}

test('a key that manages keys creates one of the shape that products document, of its own environment', async () => {
  const { addKey } = await seedOrganization(app);
  const manager = await addKey({ environment: 'LIVE', scopes: ['api-keys:write', 'invoices:*'] });
  const answer = await send('POST /v1/api-keys', {
    bearer: manager.secret,
    body: {
      name: 'New Integration',
      permissions: ['invoices:read', 'invoices:write'],
      expires_at: '2099-10-14T00:00:00Z',
    },
  });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const key = createdApiKey.strict().parse(answer.body);
  expect(answer.headers.get('location')).toBe(`/v1/api-keys/${key.id}`);
  expect(key).toMatchObject({
    id: expect.stringMatching(/^key_[0-9a-z]{26}$/),
    key: expect.stringMatching(/^sk_live_[0-9A-Za-z]{49}$/),
    name: 'New Integration',
    environment: 'live',
    permissions: ['invoices:read', 'invoices:write'],
    prefix: `sk_live_…${key.key.slice(-4)}`,
    status: 'active',
    expires_at: '2099-10-14T00:00:00.000Z',
    last_used: null,
    last_rotation: null,
    rate_limit: { per_minute: 100, per_hour: 1000 },
  });
  const verification = await app.services.verification.verify({ key: key.key }, { kind: 'trusted' });
  expect(verification).toMatchObject({ valid: true, keyId: key.id });
});

test('a lifetime in days ends so many days from now; two ends at once are refused by name', async () => {
  const { owner } = await seedOrganization(app);
  const { id, expires_at } = await create(owner.bearer, {
    name: 'Server',
    environment: 'test',
    expires_in_days: 60,
  });
  expect(expires_at).toBe('2027-06-30T10:00:00.000Z');
  const body = { expires_at: '2099-01-01T00:00:00Z', expires_in_days: 1 };
  expect(problemOf(await send(`PATCH /v1/api-keys/${id}`, { bearer: owner.bearer, body }))).toMatchObject({
    status: 422,
    problems: [{ field: 'expires_in_days', problem: 'is a second expiry: give only one' }],
  });
});

test('the full key is in the answer to its creation and in no later one', async () => {
  const { owner } = await seedOrganization(app);
  const { id, key } = await create(owner.bearer, { name: 'Server', environment: 'test' });
  for (const request of ['GET /v1/api-keys', `GET /v1/api-keys/${id}`]) {
    const text = JSON.stringify((await send(request, { bearer: owner.bearer })).body);
    expect(text).toContain(id);
    expect(text).not.toContain(key.slice(8, -4));
  }
});

test('full access goes by the name that the product gives it', async () => {
  const { owner } = await seedOrganization(app);
  const { id } = await create(owner.bearer, { name: 'All', environment: 'test', permissions: ['*'] });
  expect((await show(owner.bearer, id)).permissions).toEqual(['*']);
  await send(`PATCH /v1/api-keys/${id}`, { bearer: owner.bearer, body: { permissions: ['invoices:read'] } });
  expect((await show(owner.bearer, id)).permissions).toEqual(['invoices:read']);
});

test('PATCH changes what is given and leaves the rest; null clears', async () => {
  const { owner } = await seedOrganization(app);
  const before = await create(owner.bearer, {
    name: 'Server',
    environment: 'test',
    description: 'Why',
    permissions: ['invoices:read'],
    expires_at: '2099-01-01T00:00:00Z',
    rate_limit: { per_minute: 5 },
    ip_allowlist: ['203.0.113.7'],
    metadata: { fullName: { inner_name: 1 } },
  });
  const { key: _key, ...unchanged } = before;
  expect(unchanged).toMatchObject({
    rate_limit: { per_minute: 5, per_hour: 1000 },
    ip_allowlist: ['203.0.113.7/32'],
    metadata: { fullName: { inner_name: 1 } },
  });
  const patch = (body: object) => send(`PATCH /v1/api-keys/${before.id}`, { bearer: owner.bearer, body });
  const usage = { requests_today: 0, requests_this_month: 0 };
  expect((await patch({})).body).toEqual({ ...unchanged, usage });
  expect((await patch({ name: 'Renamed' })).body).toEqual({ ...unchanged, name: 'Renamed', usage });
  expect((await patch({ rate_limit: { per_hour: 50 } })).body).toMatchObject({
    rate_limit: { per_minute: 5, per_hour: 50 },
  });
  const cleared = { description: null, permissions: null, expires_at: null, rate_limit: null };
  expect((await patch({ ...cleared, ip_allowlist: null, metadata: null })).body).toMatchObject({
    description: null,
    permissions: [],
    expires_at: null,
    rate_limit: { per_minute: 100, per_hour: 1000 },
    ip_allowlist: [],
    metadata: {},
  });
});

test('a later expires_at brings an expired key back; a revoked one stays revoked', async () => {
  const { owner } = await seedOrganization(app);
  const { id } = await create(owner.bearer, { name: 'Short', environment: 'test' });
  await app.services.database
    .updateTable('apiKeys')
    .set({ expiresAt: new Date('2020-01-01') })
    .where('lastFour', '=', (await show(owner.bearer, id)).prefix.slice(-4))
    .execute();
  expect((await show(owner.bearer, id)).status).toBe('expired');
  const extend = { bearer: owner.bearer, body: { expires_at: '2099-01-01T00:00:00Z' } };
  expect((await send(`PATCH /v1/api-keys/${id}`, extend)).body).toMatchObject({ status: 'active' });
  await send(`DELETE /v1/api-keys/${id}`, { bearer: owner.bearer });
  expect(problemOf(await send(`PATCH /v1/api-keys/${id}`, extend))).toMatchObject({
    status: 409,
    code: 'API_KEY_ALREADY_REVOKED',
  });
});

test('DELETE revokes at once, may be repeated, and leaves the key in the list', async () => {
  const { owner } = await seedOrganization(app);
  const { id, key } = await create(owner.bearer, { name: 'Server', environment: 'test' });
  for (const _attempt of [1, 2]) {
    const answer = await send(`DELETE /v1/api-keys/${id}`, { bearer: owner.bearer });
    expect([answer.status, answer.body]).toEqual([204, null]);
  }
  expect(await app.services.verification.verify({ key }, { kind: 'trusted' })).toMatchObject({
    code: 'REVOKED',
  });
  expect(await show(owner.bearer, id)).toMatchObject({ status: 'revoked', revoked_at: expect.any(String) });
});

test('usage and last use are those of verifications', async () => {
  const { owner } = await seedOrganization(app);
  const { id, key } = await create(owner.bearer, { name: 'Server', environment: 'test' });
  await app.services.verification.verify({ key }, { kind: 'trusted' });
  await expect
    .poll(async () => (await show(owner.bearer, id)).usage)
    .toEqual({ requests_today: 1, requests_this_month: 1 });
  expect((await show(owner.bearer, id)).last_used).not.toBeNull();
});

test('pages hold every key once, newest first, also while keys are added', async () => {
  const { owner, addKey } = await seedOrganization(app);
  const ids: string[] = [];
  for (let count = 0; count < 7; count++) ids.unshift((await addKey()).id);
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query = cursor === '' ? '?limit=3' : `?limit=3&cursor=${cursor}`;
    const { body } = await send(`GET /v1/api-keys${query}`, { bearer: owner.bearer });
    const page = apiKeyPage.strict().parse(body);
    expect(page.has_more).toBe(page.next_cursor !== null);
    seen.push(...page.data.map(({ id }) => id));
    cursor = page.next_cursor;
    await addKey();
  }
  expect(seen).toEqual(ids);
});

test('a list can be narrowed to an environment, a status, a text', async () => {
  const { owner, addKey } = await seedOrganization(app);
  await addKey({ environment: 'LIVE', name: 'Billing' });
  await addKey({ environment: 'TEST', name: 'Billing', expiresAt: new Date('2020-01-01') });
  await addKey({ environment: 'TEST', name: 'Other' });
  const count = async (query: string) =>
    apiKeyPage.parse((await send(`GET /v1/api-keys?${query}`, { bearer: owner.bearer })).body).data.length;
  expect(await Promise.all(['', 'environment=test', 'status=expired', 'search=bill'].map(count))).toEqual([
    3, 2, 1, 2,
  ]);
});

test('another organization’s key is missing, to every method alike', async () => {
  const { addKey } = await seedOrganization(app);
  const { owner } = await seedOrganization(app);
  const { id } = await addKey();
  const missing = `key_${'0'.repeat(26)}`;
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    const answers = [];
    for (const target of [id, missing, 'org_1', '%00']) {
      const answer = await send(`${method} /v1/api-keys/${target}`, {
        bearer: owner.bearer,
        ...(method === 'PATCH' && { body: {} }),
      });
      expect(problemOf(answer)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      answers.push({ ...Object(answer.body), request_id: null });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  }
});

test('a test key neither sees nor makes live keys', async () => {
  const { addKey } = await seedOrganization(app);
  const manager = await addKey({ environment: 'TEST', scopes: ['api-keys:*'], fullAccess: true });
  const live = await addKey({ environment: 'LIVE' });
  const { secret: bearer } = manager;
  expect((await send(`GET /v1/api-keys/${live.id}`, { bearer })).status).toBe(404);
  expect(apiKeyPage.parse((await send('GET /v1/api-keys', { bearer })).body).data).toHaveLength(1);
  const answer = await send('POST /v1/api-keys', { bearer, body: { name: 'Live', environment: 'live' } });
  expect(problemOf(answer)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
});

test('a session or a service must say which environment; a service also which organization', async () => {
  const { owner, id } = await seedOrganization(app);
  const service = await seedServiceToken(app, ['MANAGE_API_KEYS', 'READ_API_KEYS']);
  const body = { name: 'Server' };
  for (const caller of [{ bearer: owner.bearer }, { bearer: service, organization: id }]) {
    expect(problemOf(await send('POST /v1/api-keys', { ...caller, body }))).toMatchObject({
      status: 422,
      problems: [{ field: 'environment', pointer: '#/environment' }],
    });
    const full = { ...body, environment: 'live' };
    expect((await send('POST /v1/api-keys', { ...caller, body: full })).status).toBe(201);
  }
  expect(problemOf(await send('GET /v1/api-keys', { bearer: service }))).toMatchObject({
    status: 400,
    problems: [{ field: 'Latchkey-Organization' }],
  });
});

test('a session cookie serves the page of this host, and no other site’s', async () => {
  const { owner } = await seedOrganization(app);
  const cookie = `latchkey_session=${owner.bearer}`;
  const body = { name: 'Server', environment: 'test' };
  const post = (headers: Record<string, string>) =>
    send('POST /v1/api-keys', { body, headers: { cookie, ...headers } });
  expect((await post({ origin: app.url })).status).toBe(201);
  expect((await post({ 'sec-fetch-site': 'same-origin' })).status).toBe(201);
  expect((await post({ origin: 'https://evil.example' })).status).toBe(401);
  expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(401);
  expect((await post({ 'sec-fetch-site': 'same-site' })).status).toBe(401);
});
