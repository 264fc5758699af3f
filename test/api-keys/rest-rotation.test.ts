import { afterAll, beforeAll, expect, test } from 'vitest';
import { createdApiKey } from '../../src/api-keys/create-api-key.rest.ts';
import { rotatedApiKey } from '../../src/api-keys/rotate-api-key.rest.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type RestRequest, sendRest } from '../support/rest.ts';
import { seedOrganization } from '../support/seed.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const rotate = (id: string, options: RestRequest) =>
  sendRest(app.url, `POST /v1/api-keys/${id}/rotate`, options);
const withKey = (key: string) => ({ 'idempotency-key': key });
const verify = async (key: string) =>
  (await app.services.verification.verify({ key }, { kind: 'trusted' })).code;

async function createKey(bearer: string) {
  const body = { name: 'Server', environment: 'test', permissions: ['invoices:read'] };
  return createdApiKey.parse((await sendRest(app.url, 'POST /v1/api-keys', { bearer, body })).body);
}

test('without a body the key is answered as on its creation, with a new text; the former one has ended', async () => {
  const { owner } = await seedOrganization(app);
  const created = await createKey(owner.bearer);
  const { status, headers, body } = await rotate(created.id, { bearer: owner.bearer });
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  const rotated = createdApiKey.strict().parse(body);
  const rotation = {
    rotated_at: expect.any(String),
    previous_secret_expires_at: null,
    previous_secret_last_used: null,
  };
  expect(rotated).toEqual({
    ...created,
    last_rotation: rotation,
    key: rotated.key,
    prefix: `sk_test_…${rotated.key.slice(-4)}`,
  });
  expect([await verify(created.key), await verify(rotated.key)]).toEqual(['EXPIRED', 'VALID']);
});

test('with overlap_seconds both work', async () => {
  const { owner } = await seedOrganization(app);
  const created = await createKey(owner.bearer);
  const { body } = await rotate(created.id, { bearer: owner.bearer, body: { overlap_seconds: 3600 } });
  const { key } = createdApiKey.parse(body);
  expect([await verify(created.key), await verify(key)]).toEqual(['VALID', 'VALID']);
});

test('a repetition with the same Idempotency-Key rotates nothing, says so, and shows no secret', async () => {
  const { owner } = await seedOrganization(app);
  const created = await createKey(owner.bearer);
  const headers = withKey('rotation-1');
  const first = createdApiKey.parse((await rotate(created.id, { bearer: owner.bearer, headers })).body);
  const repeated = await rotate(created.id, { bearer: owner.bearer, headers });
  expect([repeated.status, repeated.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
  expect(rotatedApiKey.strict().parse(repeated.body)).toEqual({ ...first, key: null });
  expect(await verify(first.key)).toBe('VALID');
});

test('the same Idempotency-Key for another key or another overlap is 422; for a creation it is free', async () => {
  const { owner } = await seedOrganization(app);
  const [one, two] = [await createKey(owner.bearer), await createKey(owner.bearer)];
  const request = { bearer: owner.bearer, headers: withKey('same') };
  await rotate(one.id, request);
  for (const answer of [
    await rotate(two.id, request),
    await rotate(one.id, { ...request, body: { overlap_seconds: 5 } }),
  ]) {
    expect([answer.status, Object(answer.body).code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  }
  expect(await verify(two.key)).toBe('VALID');
  const body = { name: 'Another', environment: 'test' };
  expect((await sendRest(app.url, 'POST /v1/api-keys', { ...request, body })).status).toBe(201);
});

test('of 20 requests at once with one Idempotency-Key one rotates', async () => {
  const { owner } = await seedOrganization(app);
  const { id } = await createKey(owner.bearer);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => rotate(id, { bearer: owner.bearer, headers: withKey('once') })),
  );
  const secrets = answers.flatMap(({ status, body }) => (status === 200 ? (Object(body).key ?? []) : []));
  expect(secrets).toHaveLength(1);
  expect(answers.filter(({ status }) => ![200, 409].includes(status))).toEqual([]);
});

test('a management key rotates itself by REST and is refused from then on with the former text', async () => {
  const { addKey } = await seedOrganization(app);
  const own = await addKey({ scopes: ['api-keys:write'] });
  const { key } = createdApiKey.parse((await rotate(own.id, { bearer: own.secret })).body);
  expect((await rotate(own.id, { bearer: own.secret })).status).toBe(401);
  expect((await rotate(own.id, { bearer: key })).status).toBe(200);
});

test.each<[string, object | string, number, string | undefined]>([
  ['a negative overlap', { overlap_seconds: -1 }, 422, 'overlap_seconds'],
  ['a part of a second', { overlap_seconds: 1.5 }, 422, 'overlap_seconds'],
  ['more than 30 days', { overlap_seconds: 2_592_001 }, 422, 'overlap_seconds'],
  ['a text', { overlap_seconds: '60' }, 422, 'overlap_seconds'],
  ['a member that is unknown', { overlap: 60 }, 422, 'overlap'],
  ['what is no JSON', '{', 400, undefined],
  ['a list', [], 422, 'body'],
])('%s is refused by name, and nothing is rotated', async (_what, body, status, field) => {
  const { owner } = await seedOrganization(app);
  const created = await createKey(owner.bearer);
  const answer = await rotate(created.id, { bearer: owner.bearer, body });
  expect([answer.status, Object(answer.body).problems?.[0].field]).toEqual([status, field]);
  expect(await verify(created.key)).toBe('VALID');
});

test('revoked and expired keys are 409, those of others 404, and greater ones 403', async () => {
  const { owner, addKey } = await seedOrganization(app);
  const stranger = (await seedOrganization(app)).owner;
  const manager = await addKey({ scopes: ['api-keys:write'] });
  const full = await addKey({ fullAccess: true });
  const expired = await addKey({ expiresAt: new Date('2020-01-01') });
  const revoked = await addKey();
  await sendRest(app.url, `DELETE /v1/api-keys/${revoked.id}`, { bearer: owner.bearer });
  const answers = [
    await rotate(revoked.id, { bearer: owner.bearer }),
    await rotate(expired.id, { bearer: owner.bearer }),
    await rotate(full.id, { bearer: stranger.bearer }),
    await rotate(full.id, { bearer: manager.secret }),
    await rotate(full.id, {}),
  ];
  expect(answers.map(({ status, body }) => [status, Object(body).code])).toEqual([
    [409, 'API_KEY_ALREADY_REVOKED'],
    [409, 'API_KEY_EXPIRED'],
    [404, 'NOT_FOUND'],
    [403, 'SCOPE_NOT_GRANTABLE'],
    [401, 'UNAUTHENTICATED'],
  ]);
  expect(await verify(full.secret)).toBe('VALID');
});
