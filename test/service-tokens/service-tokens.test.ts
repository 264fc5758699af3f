import { afterAll, beforeAll, expect, test } from 'vitest';
import { Latchkey, orThrow } from '../../packages/client/src/client.ts';
import { formatId, newUuid } from '../../src/lib/ids.ts';
import type { Permission } from '../../src/permissions.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';
import { CreateServiceToken, RevokeServiceToken, ServiceTokens } from './documents.ts';

let app: TestApp;
let otherNode: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  otherNode = await startTestApp({ testDatabase: app.testDatabase });
});
afterAll(async () => {
  await otherNode.close();
  await app.close();
});

const manager: Permission[] = ['MANAGE_SERVICE_TOKENS', 'VERIFY_API_KEYS'];

test('a service token makes another, which is shown once and works at once on every node', async () => {
  const bearer = await seedServiceToken(app, [...manager, 'OPERATE']);
  const input = { name: 'Billing', permissions: ['MANAGE_SERVICE_TOKENS', 'OPERATE'] as const };
  const answer = await app.graphql(CreateServiceToken, { input }, { bearer });
  const { token, serviceToken } = memberOf(dataOf(answer).createServiceToken, 'CreateServiceTokenPayload');
  expect(token).toMatch(/^service_[0-9A-Za-z]{43}$/);
  expect(serviceToken).toEqual({
    id: expect.stringMatching(/^svc_/),
    name: 'Billing',
    maskedToken: `service_…${token.slice(-4)}`,
    permissions: ['OPERATE', 'MANAGE_SERVICE_TOKENS'],
    status: 'ACTIVE',
    createdBy: { type: 'SERVICE', id: expect.stringMatching(/^svc_/), name: expect.any(String) },
    expiresAt: null,
    revokedAt: null,
    revokedBy: null,
  });
  const listed = dataOf(await otherNode.graphql(ServiceTokens, { first: 1 }, { bearer: token }));
  expect(listed.serviceTokens.edges).toEqual([{ node: serviceToken }]);
  const { rows } = await app.testDatabase.pool.query('select * from service_tokens');
  expect(JSON.stringify(rows)).not.toContain(token);
});

test('a service token with an end makes none that ends later', async () => {
  const end = new Date('2030-01-01T00:00:00Z');
  const bearer = await seedServiceToken(app, manager, end);
  const make = (expiresAt: string | null) =>
    app.graphql(
      CreateServiceToken,
      { input: { name: 'Successor', permissions: ['VERIFY_API_KEYS'], expiresAt } },
      { bearer },
    );
  for (const expiresAt of [null, '2030-01-01T00:00:00.001Z']) {
    expect(await make(expiresAt)).toMatchObject({
      status: 403,
      errors: [{ extensions: { code: 'FORBIDDEN', problems: [{ field: 'input.expiresAt' }] } }],
    });
  }
  const { createServiceToken } = dataOf(await make(end.toISOString()));
  expect(memberOf(createServiceToken, 'CreateServiceTokenPayload').serviceToken.expiresAt).toBe(
    end.toISOString(),
  );
});

test('a lifetime can be given in days, from now, and is held to the same rules', async () => {
  const dayMs = 86_400_000;
  const end = new Date(app.clock.now().getTime() + 30.5 * dayMs);
  const make = (bearer: string, ends: object) => {
    const input = { name: 'Monthly', permissions: ['VERIFY_API_KEYS'] as const, ...ends };
    return app.graphql(CreateServiceToken, { input }, { bearer });
  };
  const bearer = await seedServiceToken(app, manager, end);
  const made = dataOf(await make(bearer, { expiresInDays: 30 })).createServiceToken;
  const { expiresAt } = memberOf(made, 'CreateServiceTokenPayload').serviceToken;
  expect((end.getTime() - Date.parse(expiresAt ?? '')) / dayMs).toBeCloseTo(0.5, 2);
  expect((await make(bearer, { expiresInDays: 31 })).errors[0]?.extensions.code).toBe('FORBIDDEN');
  const endless = await seedServiceToken(app, manager);
  for (const [ends, problem] of [
    [{ expiresInDays: 0 }, 'input.expiresInDays: expected at least 1'],
    [{ expiresInDays: 36_501 }, 'input.expiresInDays: expected at most 36500, which is about 100 years'],
    [
      { expiresInDays: 1, expiresAt: end.toISOString() },
      'input.expiresInDays: is a second expiry: give only one',
    ],
  ] as const) {
    const { errors } = await make(endless, ends);
    expect([errors[0]?.extensions.code, errors[0]?.message]).toEqual(['BAD_USER_INPUT', problem]);
  }
  for (const ends of [{ expiresInDays: null }, { expiresInDays: null, expiresAt: null }]) {
    const unlimited = dataOf(await make(endless, ends)).createServiceToken;
    expect(memberOf(unlimited, 'CreateServiceTokenPayload').serviceToken.expiresAt).toBeNull();
  }
});

test('the SDK creates a service token with a lifetime in days', async () => {
  const credential = await seedServiceToken(app, manager);
  const latchkey = new Latchkey({ url: app.url, credential });
  const { serviceToken } = orThrow(
    await latchkey.serviceTokens.create({
      name: 'Weekly',
      permissions: ['VERIFY_API_KEYS'],
      expiresInDays: 7,
    }),
  );
  const { createdAt, expiresAt } = serviceToken;
  expect((Date.parse(expiresAt ?? '') - Date.parse(createdAt)) / 86_400_000).toBeCloseTo(7, 2);
});

test('a service token grants only what it holds', async () => {
  const bearer = await seedServiceToken(app, manager);
  const input = { name: 'More', permissions: ['VERIFY_API_KEYS', 'OPERATE', 'READ_API_KEYS'] as const };
  const answer = await app.graphql(CreateServiceToken, { input }, { bearer });
  expect(memberOf(dataOf(answer).createServiceToken, 'PermissionNotGrantable').permissions).toEqual([
    'READ_API_KEYS',
    'OPERATE',
  ]);
});

test('a service token without a name or permissions, or that has ended already, is refused', async () => {
  const bearer = await seedServiceToken(app, manager);
  const good = { name: 'Fine', permissions: ['VERIFY_API_KEYS'] as const };
  const inputs = [
    [{ ...good, name: ' ' }, 'input.name'],
    [{ ...good, permissions: [] }, 'input.permissions'],
    [{ ...good, expiresAt: '2020-01-01T00:00:00Z' }, 'input.expiresAt'],
  ] as const;
  for (const [input, field] of inputs) {
    const answer = await app.graphql(CreateServiceToken, { input }, { bearer });
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { problems: [{ field }] } }] });
  }
});

test('a revoked service token is refused by every node from the next request on', async () => {
  const bearer = await seedServiceToken(app, manager);
  const input = { name: 'Leaked', permissions: manager };
  const made = await app.graphql(CreateServiceToken, { input }, { bearer });
  const { token, serviceToken } = memberOf(dataOf(made).createServiceToken, 'CreateServiceTokenPayload');
  const { id } = serviceToken;
  const answer = await app.graphql(RevokeServiceToken, { input: { id } }, { bearer });
  const { revokeServiceToken: revoked } = dataOf(answer);
  expect(revoked.serviceToken).toMatchObject({
    id,
    status: 'REVOKED',
    revokedBy: { type: 'SERVICE' },
  });
  const refused = await otherNode.graphql(ServiceTokens, {}, { bearer: token });
  expect(refused).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  const again = await app.graphql(RevokeServiceToken, { input: { id } }, { bearer });
  expect(dataOf(again).revokeServiceToken).toEqual(revoked);
});

test('a service token ends when it is said to', async () => {
  const bearer = await seedServiceToken(app, manager);
  await app.clock.set(new Date('2026-06-01T00:00:00Z'));
  const input = { name: 'Short', permissions: manager, expiresAt: '2026-06-01T01:00:00Z' };
  const made = await app.graphql(CreateServiceToken, { input }, { bearer });
  const { token } = memberOf(dataOf(made).createServiceToken, 'CreateServiceTokenPayload');
  await app.clock.set(new Date('2026-06-01T00:59:59.999Z'));
  expect((await app.graphql(ServiceTokens, {}, { bearer: token })).status).toBe(200);
  await app.clock.set(new Date('2026-06-01T01:00:00Z'));
  expect((await app.graphql(ServiceTokens, {}, { bearer: token })).status).toBe(401);
  const [newest] = dataOf(await app.graphql(ServiceTokens, { first: 1 }, { bearer })).serviceTokens.edges;
  expect(newest?.node.status).toBe('EXPIRED');
});

test('a service token that does not exist is not found', async () => {
  const bearer = await seedServiceToken(app, manager);
  for (const id of [formatId('serviceToken', newUuid()), formatId('apiKey', newUuid()), 'nonsense']) {
    const answer = await app.graphql(RevokeServiceToken, { input: { id } }, { bearer });
    expect(answer).toMatchObject({ status: 404, errors: [{ message: 'The service token was not found.' }] });
  }
});

test('nobody else sees, makes or revokes service tokens', async () => {
  const { owner, addKey } = await seedOrganization(app);
  const { secret } = await addKey({ scopes: ['api-keys:*'], fullAccess: true });
  const plain = await seedServiceToken(app, ['VERIFY_API_KEYS', 'OPERATE']);
  const id = formatId('serviceToken', newUuid());
  for (const bearer of [owner.bearer, secret, plain, undefined]) {
    const input = { name: 'Mine', permissions: ['VERIFY_API_KEYS'] as const };
    const answers = [
      await app.graphql(ServiceTokens, {}, { bearer }),
      await app.graphql(CreateServiceToken, { input }, { bearer }),
      await app.graphql(RevokeServiceToken, { input: { id } }, { bearer }),
    ];
    for (const { status } of answers) expect(status).toBe(bearer === undefined ? 401 : 403);
  }
});
