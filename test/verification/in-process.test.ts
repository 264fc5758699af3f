import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLatchkey, type Latchkey } from '../../src/process/create-latchkey.ts';
import { StartError } from '../../src/start-error.ts';
import { startTestApp, type TestApp, testProduct, testSecret } from '../support/app.ts';
import { accessTokenOf } from '../support/oauth.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';

let app: TestApp;
let latchkey: Latchkey;
beforeAll(async () => {
  app = await startTestApp();
  latchkey = createLatchkey({
    databaseUrl: app.testDatabase.url,
    product: {
      productName: testProduct.productName,
      resources: testProduct.resources,
      plans: { free: { limits: { perMinute: 3, perHour: 1000 } } },
    },
    tokens: { publicUrl: app.url, secret: testSecret },
  });
});
afterAll(async () => {
  await latchkey.stop();
  await app.close();
});

test('a key is verified in the product’s own process as the service does it', async () => {
  const organization = await seedOrganization(app);
  const { id, secret } = await organization.addKey({ name: 'Embedded', scopes: ['invoices:read'] });
  await expect(latchkey.verify({ key: secret, scopes: ['invoices:read'] })).resolves.toMatchObject({
    valid: true,
    code: 'VALID',
    keyId: id,
    organizationId: organization.id,
    organizationExternalId: null,
  });
  await expect(latchkey.verify({ key: secret, scopes: ['clients:read'] })).resolves.toMatchObject({
    valid: false,
    code: 'INSUFFICIENT_SCOPES',
  });
});

test('the process and the service share one limit', async () => {
  const organization = await seedOrganization(app);
  const { secret } = await organization.addKey();
  const bearer = await seedServiceToken(app, ['VERIFY_API_KEYS']);
  const overHttp = async () => {
    const response = await fetch(`${app.url}/v1/verify`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify({ key: secret }),
    });
    return response.json();
  };
  await app.clock.set(new Date());
  for (const remaining of [99, 98]) {
    expect(await overHttp()).toMatchObject({ valid: true, rateLimit: { remaining } });
  }
  // The process has a plan of 3 a minute, of which the service has used 2.
  expect(await latchkey.verify({ key: secret })).toMatchObject({ valid: true, rateLimit: { remaining: 0 } });
  expect(await latchkey.verify({ key: secret })).toMatchObject({ valid: false, code: 'RATE_LIMITED' });
});

test('an access token is verified in the product’s own process too', async () => {
  const organization = await seedOrganization(app);
  const key = await organization.addKey({ scopes: ['invoices:read'] });
  const { token } = await accessTokenOf(app, key);
  await expect(latchkey.verify({ key: token })).resolves.toMatchObject({ code: 'VALID', keyId: key.id });
});

test('a malformed question is refused by name of the field', async () => {
  const question = { key: 'sk_test_x', cost: -1 };
  await expect(latchkey.verify(question)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message: /cost/ });
});

test.each([
  ['no address', { databaseUrl: undefined }, /^databaseUrl: expected an address such as /],
  ['an empty address', { databaseUrl: '' }, /^databaseUrl: expected an address such as /],
  [
    'an address of something else',
    { databaseUrl: 'mysql://u:hunter2@h/x' },
    /^databaseUrl: expected an address/,
  ],
  ['no connections', { connections: 0 }, /^connections: expected a whole number of 1 to 1000$/],
  ['a connection and a half', { connections: 1.5 }, /^connections: expected a whole number/],
  [
    'a short secret',
    { tokens: { publicUrl: 'https://keys.example.com', secret: 'hunter2' } },
    /^tokens\.secret: expected at least 32 characters/,
  ],
  [
    'an issuer that is no address',
    { tokens: { publicUrl: 'keys', secret: testSecret } },
    /^tokens\.publicUrl: expected an address without a path/,
  ],
])('%s is refused in one line at once', (_what, options, line) => {
  const create = () =>
    createLatchkey({
      databaseUrl: app.testDatabase.url,
      product: { ...testProduct, plans: { free: { limits: { perMinute: 3, perHour: 1000 } } } },
      ...options,
    });
  expect(create).toThrow(StartError);
  expect(create).toThrow(line);
  expect(create).not.toThrow(/hunter2|\n/);
});
