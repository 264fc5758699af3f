import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { seedOrganization } from '../support/seed.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const inAnHour = new Date(Date.now() + 3_600_000);
const restricted = {
  scopes: ['api-keys:write'],
  expiresAt: inAnHour,
  ipAllowlist: ['127.0.0.0/8'],
};

async function send(method: string, path: string, bearer: string, body: object) {
  const response = await fetch(`${app.url}/v1/api-keys${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: Record<string, unknown> = await response.json();
  return { status: response.status, answer };
}

test.each([
  ['sheds its end', { expires_at: null }],
  ['lives longer', { expires_at: new Date(inAnHour.getTime() + 1000).toISOString() }],
  ['sheds its addresses', { ip_allowlist: [] }],
  ['gets more addresses', { ip_allowlist: ['127.0.0.0/8', '203.0.113.7'] }],
  ['gets a wider range', { ip_allowlist: ['0.0.0.0/0'] }],
])('no restricted management key %s', async (_what, change) => {
  const organization = await seedOrganization(app);
  const key = await organization.addKey(restricted);
  const { status, answer } = await send('PATCH', `/${key.id}`, key.secret, change);
  expect({ status, code: answer['code'] }).toEqual({ status: 403, code: 'FORBIDDEN' });
});

test('no restricted management key makes one without its restrictions', async () => {
  const organization = await seedOrganization(app);
  const { secret } = await organization.addKey(restricted);
  const free = await send('POST', '', secret, { name: 'Free' });
  expect(free).toMatchObject({ status: 403, answer: { code: 'FORBIDDEN' } });
  const bound = { name: 'Bound', expires_at: inAnHour.toISOString(), ip_allowlist: ['127.0.0.1'] };
  expect(await send('POST', '', secret, bound)).toMatchObject({ status: 201 });
});

test('a management key without restrictions, and a person, may extend a key', async () => {
  const organization = await seedOrganization(app);
  const { secret } = await organization.addKey({ scopes: ['api-keys:write'] });
  const other = await organization.addKey({ expiresAt: inAnHour, ipAllowlist: ['127.0.0.1/32'] });
  const change = { expires_at: null, ip_allowlist: [] };
  expect(await send('PATCH', `/${other.id}`, secret, change)).toMatchObject({ status: 200 });
  expect(await send('PATCH', `/${other.id}`, organization.owner.bearer, change)).toMatchObject({
    status: 200,
  });
});
