import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf } from '../support/graphql.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { OrganizationOverview, UpdateOrganization } from './documents.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    product: { activeKeysPerEnvironment: 2, liveKeysRequire: 'upgraded-plan-with-payment-method' },
  });
});
afterAll(() => app.close());

test('the environments say how many keys there are and whether the caller can create another', async () => {
  const organization = await seedOrganization(app, { plan: 'professional', hasPaymentMethod: true });
  await organization.addKey({ environment: 'TEST' });
  await organization.addKey({ environment: 'TEST', expiresAt: new Date('2020-01-01') });
  await organization.addKey({ environment: 'LIVE' });
  await organization.addKey({ environment: 'LIVE' });
  expect(await environmentsFor(organization.owner.bearer)).toMatchInlineSnapshot(`
    [
      {
        "activeApiKeyCount": 1,
        "activeApiKeyLimit": 2,
        "canCreateApiKey": true,
        "enabled": true,
        "environment": "TEST",
      },
      {
        "activeApiKeyCount": 2,
        "activeApiKeyLimit": 2,
        "canCreateApiKey": false,
        "enabled": true,
        "environment": "LIVE",
      },
    ]
  `);
});

test('live is not enabled without the plan and the payment method that the product asks for', async () => {
  for (const options of [{ hasPaymentMethod: true }, { plan: 'professional' }]) {
    const { owner } = await seedOrganization(app, options);
    expect(await environmentsFor(owner.bearer)).toMatchObject([
      { environment: 'TEST', enabled: true, canCreateApiKey: true },
      { environment: 'LIVE', enabled: false, canCreateApiKey: false },
    ]);
  }
});

test('who may not manage keys cannot create one, whatever the limits', async () => {
  const { addMember } = await seedOrganization(app);
  const [reader, manager] = [await addMember('MEMBER'), await addMember('MEMBER', ['MANAGE_API_KEYS'])];
  expect(await environmentsFor(reader.bearer)).toMatchObject([{ canCreateApiKey: false }, {}]);
  expect(await environmentsFor(manager.bearer)).toMatchObject([{ canCreateApiKey: true }, {}]);
});

test('a management key sees its own environment only', async () => {
  const { addKey } = await seedOrganization(app);
  const { secret } = await addKey({ environment: 'LIVE', scopes: ['api-keys:read'] });
  expect(await environmentsFor(secret)).toMatchObject([
    { environment: 'LIVE', activeApiKeyCount: 1, canCreateApiKey: false },
  ]);
});

test('an admin renames the organization; a member and a key do not', async () => {
  const organization = await seedOrganization(app);
  const admin = await organization.addMember('ADMIN');
  const answer = await rename(admin.bearer, ' Acme  Ltd ');
  expect(dataOf(answer).updateOrganization.organization).toEqual({ id: organization.id, name: 'Acme  Ltd' });
  const { secret } = await organization.addKey({ scopes: ['api-keys:*'], fullAccess: true });
  for (const bearer of [(await organization.addMember('MEMBER')).bearer, secret]) {
    expect((await rename(bearer, 'Mine')).status).toBe(403);
  }
  expect((await rename(undefined, 'Mine')).status).toBe(401);
  expect(await nameOf(organization)).toBe('Acme  Ltd');
});

test('a name that is empty, too long or has control characters is refused', async () => {
  const { owner } = await seedOrganization(app);
  for (const name of ['', '   ', 'a'.repeat(201), 'a\u0000b', 'a\nb']) {
    expect(await rename(owner.bearer, name)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT', problems: [{ field: 'input.name' }] } }],
    });
  }
});

test('a service token renames only the organization that it names', async () => {
  const named = await seedOrganization(app);
  const other = await seedOrganization(app);
  const before = await nameOf(other);
  const bearer = await seedServiceToken(app, ['READ_ORGANIZATION', 'MANAGE_ORGANIZATION']);
  expect((await rename(bearer, 'Nowhere')).status).toBe(400);
  expect((await rename(bearer, 'There', named.id)).status).toBe(200);
  expect([await nameOf(named), await nameOf(other)]).toEqual(['There', before]);
});

function rename(bearer: string | undefined, name: string, organization?: string) {
  return app.graphql(UpdateOrganization, { input: { name } }, { bearer, organization });
}

async function environmentsFor(bearer: string) {
  return dataOf(await app.graphql(OrganizationOverview, {}, { bearer })).organization?.environments;
}

async function nameOf({ owner }: SeededOrganization) {
  const answer = await app.graphql(OrganizationOverview, {}, { bearer: owner.bearer });
  return dataOf(answer).organization?.name;
}
