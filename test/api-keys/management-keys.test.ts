import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf } from '../support/graphql.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';
import { keyRequests } from './key-requests.ts';

let app: TestApp;
let organization: SeededOrganization;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  organization = await seedOrganization(app);
});

test.each(['TEST', 'LIVE'] as const)(
  'a %s management key sees and touches no key of the other environment',
  async (environment) => {
    const elsewhere = environment === 'TEST' ? ('LIVE' as const) : ('TEST' as const);
    const { id, secret } = await organization.addKey({ environment, scopes: ['api-keys:*'] });
    const hidden = await organization.addKey({ environment: elsewhere });
    const key = keyRequests(app, { bearer: secret });
    const owner = keyRequests(app, organization.owner);
    const before = await owner.found(hidden.id);

    expect(dataOf(await key.find(hidden.id)).apiKey).toBeNull();
    expect((await key.update({ id: hidden.id, name: 'Mine' })).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await key.revoke(hidden.id)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    for (const filter of [
      {},
      { environment: elsewhere },
      { search: before.name },
      { status: 'ACTIVE' as const },
    ]) {
      expect((await key.listed(filter)).edges.map(({ node }) => node.environment)).not.toContain(elsewhere);
    }
    expect((await key.listed()).edges.map(({ node }) => node.id)).toEqual([id]);
    expect(await key.create({ environment: elsewhere, name: 'Mine' })).toMatchObject({
      status: 403,
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    expect(await owner.found(hidden.id)).toEqual(before);
    expect((await owner.listed({ environment: elsewhere })).edges).toHaveLength(1);
  },
);

test('api-keys:read shows keys and changes none; api-keys:write does both', async () => {
  const reader = keyRequests(app, {
    bearer: (await organization.addKey({ scopes: ['api-keys:read'] })).secret,
  });
  const writer = keyRequests(app, {
    bearer: (await organization.addKey({ scopes: ['api-keys:write'] })).secret,
  });
  const { id } = await organization.addKey();
  await reader.found(id);
  await reader.listed();
  for (const answer of [
    await reader.create({ environment: 'TEST', name: 'n' }),
    await reader.update({ id, name: 'n' }),
  ]) {
    expect(answer).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  }
  const { apiKey } = await writer.created();
  expect(apiKey.createdBy).toMatchObject({ type: 'API_KEY' });
  expect((await writer.updated({ id: apiKey.id, name: 'Renamed' })).name).toBe('Renamed');
  expect((await writer.revoked(apiKey.id)).status).toBe('REVOKED');
});

test('a key without a reserved scope manages nothing, however much else it may do', async () => {
  const { id, secret } = await organization.addKey({ scopes: ['invoices:*', 'clients:*'] });
  const key = keyRequests(app, { bearer: secret });
  for (const { status, errors } of [await key.find(id), await key.list(), await key.revoke(id)]) {
    expect([status, errors[0]?.extensions.code]).toEqual([403, 'FORBIDDEN']);
  }
});

test('an expired key, and one used from an address that it does not allow, are no credentials', async () => {
  const scopes = ['api-keys:write'];
  const expired = await organization.addKey({ scopes, expiresAt: new Date('2020-01-01') });
  const elsewhere = await organization.addKey({ scopes, ipAllowlist: ['203.0.113.0/24'] });
  const here = await organization.addKey({ scopes, ipAllowlist: ['127.0.0.0/8'] });
  for (const { secret } of [expired, elsewhere]) {
    expect((await keyRequests(app, { bearer: secret }).list()).status).toBe(401);
  }
  await keyRequests(app, { bearer: here.secret }).listed();
});
