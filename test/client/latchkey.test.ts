import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  BadInputError,
  ConfigurationError,
  ForbiddenError,
  Latchkey,
  NotFoundError,
  OfflineVerifier,
  OutcomeError,
  orThrow,
  TokenSource,
  UnauthenticatedError,
  Verifier,
} from '../../packages/client/src/client.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { startNetwork } from '../support/network.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';

let app: TestApp;
let organization: SeededOrganization;
let latchkey: Latchkey;

beforeAll(async () => {
  app = await startTestApp({ product: { activeKeysPerEnvironment: 30 } });
  organization = await seedOrganization(app);
  latchkey = new Latchkey({ url: app.url, credential: organization.owner.bearer });
});
afterAll(() => app.close());

test('a key is created with its secret, read, changed, suspended, resumed and revoked', async () => {
  const created = await latchkey.apiKeys.create({
    environment: 'TEST',
    name: 'Server',
    scopes: ['invoices:read'],
  });
  if (!created.ok) throw new Error(created.error.code);
  const { apiKey, secret } = created;
  expect(secret).toMatch(/^sk_test_/);
  expect(await latchkey.apiKeys.get(apiKey.id)).toEqual(apiKey);

  const updated = orThrow(
    await latchkey.apiKeys.update(apiKey.id, { name: 'Renamed', description: 'For tests' }),
  );
  expect(updated.apiKey).toMatchObject({
    name: 'Renamed',
    description: 'For tests',
    scopes: ['invoices:read'],
  });

  const suspended = orThrow(await latchkey.apiKeys.suspend(apiKey.id));
  expect(suspended.apiKey).toMatchObject({
    status: 'SUSPENDED',
    suspendedBy: { id: organization.owner.id },
  });
  expect(await latchkey.apiKeys.suspend(apiKey.id)).toMatchObject({
    ok: false,
    error: { code: 'API_KEY_ALREADY_SUSPENDED', apiKey: { id: apiKey.id } },
  });
  const resumed = orThrow(await latchkey.apiKeys.resume(apiKey.id));
  expect(resumed.apiKey).toMatchObject({ status: 'ACTIVE', suspendedAt: null });
  expect(await latchkey.apiKeys.resume(apiKey.id)).toMatchObject({
    ok: false,
    error: { code: 'API_KEY_NOT_SUSPENDED', apiKey: { id: apiKey.id } },
  });

  const revoked = orThrow(await latchkey.apiKeys.revoke(apiKey.id));
  expect(revoked.apiKey).toMatchObject({ status: 'REVOKED', revokedBy: { id: organization.owner.id } });
  const again = await latchkey.apiKeys.revoke(apiKey.id);
  expect(again).toMatchObject({
    ok: false,
    error: { code: 'API_KEY_ALREADY_REVOKED', apiKey: { id: apiKey.id } },
  });
});

test('the explanation of a key says what a verification would answer, and null is no such key', async () => {
  const { id } = await organization.addKey({ scopes: ['invoices:read'] });
  const explanation = await latchkey.apiKeys.explain(id, { scopes: ['clients:read'] });
  expect(explanation).toMatchObject({ apiKey: { id }, code: 'INSUFFICIENT_SCOPES', status: 403 });
  expect(explanation?.checks).toContainEqual({
    code: 'INSUFFICIENT_SCOPES',
    outcome: 'FAILED',
    detail: 'The key lacks clients:read.',
  });
  expect(await latchkey.apiKeys.explain('key_01h455vb4pex5vsknk084sn02q')).toBeNull();
});

test('outcomes come back as results, with what the caller needs to act on them', async () => {
  const unknown = await latchkey.apiKeys.create({ environment: 'TEST', name: 'X', scopes: ['invoice:read'] });
  expect(unknown).toEqual({
    ok: false,
    error: {
      code: 'UNKNOWN_SCOPE',
      message: expect.any(String),
      remedy: expect.any(String),
      unknown: [{ scope: 'invoice:read', nearest: 'invoices:read' }],
    },
  });
  expect(() => orThrow(unknown)).toThrow(OutcomeError);
});

test('the limit of active keys is a result that names the limit', async () => {
  const small = await startTestApp({ product: { activeKeysPerEnvironment: 1 } });
  const { owner } = await seedOrganization(small);
  const client = new Latchkey({ url: small.url, credential: owner.bearer });
  orThrow(await client.apiKeys.create({ environment: 'TEST', name: 'First' }));
  const second = await client.apiKeys.create({ environment: 'TEST', name: 'Second' });
  expect(second).toMatchObject({
    ok: false,
    error: { code: 'ACTIVE_KEY_LIMIT_REACHED', environment: 'TEST', limit: 1 },
  });
  await small.close();
});

test('a list is read page by page, each key once, by the filters', async () => {
  const { owner, addKey } = await seedOrganization(app);
  const client = new Latchkey({ url: app.url, credential: owner.bearer });
  const ids: string[] = [];
  for (let index = 0; index < 7; index++) ids.unshift((await addKey({ name: `Key ${index}` })).id);
  await addKey({ environment: 'LIVE' });

  const filter = { environment: 'TEST', pageSize: 3 } as const;
  const read: string[] = [];
  for await (const { id } of client.apiKeys.list(filter)) read.push(id);
  expect(read).toEqual(ids);

  const pages = [];
  for await (const page of client.apiKeys.list(filter).pages()) pages.push(page);
  expect(pages.map(({ items }) => items.length)).toEqual([3, 3, 1]);
  expect(pages.at(-1)?.nextCursor).toBeNull();

  const after = pages[0]?.nextCursor ?? undefined;
  expect((await client.apiKeys.list({ ...filter, after }).all()).map(({ id }) => id)).toEqual(ids.slice(3));
  expect((await client.apiKeys.list({ search: 'Key 3' }).all()).map(({ name }) => name)).toEqual(['Key 3']);
});

test('leaving a list early asks for no further page', async () => {
  const { owner, addKey } = await seedOrganization(app);
  for (let index = 0; index < 3; index++) await addKey();
  let asked = 0;
  const client = new Latchkey({
    url: app.url,
    credential: owner.bearer,
    fetch: (input, init) => {
      asked += 1;
      return fetch(input, init);
    },
  });
  for await (const _first of client.apiKeys.list({ pageSize: 1 })) break;
  expect(asked).toBe(1);
});

test('the organization, its members and the catalog of scopes', async () => {
  const member = await organization.addMember('MEMBER');
  expect(await latchkey.organization.get()).toMatchObject({ id: organization.id, plan: 'free' });
  expect((await latchkey.organization.scopes()).map(({ name }) => name)).toContain('invoices:read');
  expect((await latchkey.organization.update({ name: 'Acme & Sons' })).name).toBe('Acme & Sons');

  expect((await latchkey.members.list().all()).map(({ id }) => id)).toContain(member.id);
  const { member: promoted } = orThrow(await latchkey.members.update(member.id, { role: 'ADMIN' }));
  expect(promoted).toMatchObject({ id: member.id, role: 'ADMIN' });
  expect(orThrow(await latchkey.members.remove(member.id)).removedMemberId).toBe(member.id);
  expect(await latchkey.members.get(member.id)).toBeNull();
  expect(await latchkey.members.update(organization.owner.id, { role: 'MEMBER' })).toMatchObject({
    ok: false,
    error: { code: 'LAST_OWNER' },
  });
});

test('people are invited once, and invitations are listed and revoked', async () => {
  const invitation = { email: 'new@example.com', role: 'MEMBER', permissions: ['MANAGE_API_KEYS'] } as const;
  const created = orThrow(await latchkey.invitations.create(invitation)).invitation;
  expect(created).toMatchObject({ email: 'new@example.com', grantedPermissions: ['MANAGE_API_KEYS'] });
  expect((await latchkey.invitations.list().all()).map(({ id }) => id)).toContain(created.id);
  expect(await latchkey.invitations.create(invitation)).toMatchObject({
    ok: false,
    error: { code: 'ALREADY_INVITED', invitation: { id: created.id } },
  });
  expect(orThrow(await latchkey.invitations.resend(created.id)).invitation.id).toBe(created.id);
  const { invitation: revoked } = orThrow(await latchkey.invitations.revoke(created.id));
  expect(revoked).toMatchObject({ id: created.id, status: 'REVOKED' });
});

test('service tokens are made, listed and revoked; one that may verify does', async () => {
  const operator = new Latchkey({
    url: app.url,
    credential: await seedServiceToken(app, ['MANAGE_SERVICE_TOKENS', 'VERIFY_API_KEYS']),
  });
  const input = { name: 'Product', permissions: ['VERIFY_API_KEYS'] } as const;
  const { serviceToken, token } = orThrow(await operator.serviceTokens.create(input));
  expect((await operator.serviceTokens.list().all()).map(({ id }) => id)).toContain(serviceToken.id);

  const { id, secret } = await organization.addKey({ scopes: ['invoices:*'] });
  const product = new Latchkey({ url: app.url, credential: token });
  expect(await product.verify({ key: secret, scopes: ['invoices:read'], environment: 'test' })).toMatchObject(
    {
      valid: true,
      code: 'VALID',
      keyId: id,
      organizationId: organization.id,
    },
  );
  expect(await product.verify({ key: 'nonsense' })).toEqual({ valid: false, code: 'MALFORMED', status: 401 });

  expect((await operator.serviceTokens.revoke(serviceToken.id)).status).toBe('REVOKED');
  await expect(product.verify({ key: secret })).rejects.toThrow(UnauthenticatedError);
});

test('a question without a key is refused with what is missing', async () => {
  const client = new Latchkey({ url: app.url, credential: await seedServiceToken(app, ['VERIFY_API_KEYS']) });
  const asked: Promise<unknown> = Reflect.apply(client.verify, client, [{}]);
  await expect(asked).rejects.toThrow(/^key: /);
});

test('one active organization: named by the option, refused when it is not the caller’s', async () => {
  const other = await seedOrganization(app);
  const named = new Latchkey({
    url: app.url,
    credential: organization.owner.bearer,
    organization: other.id,
  });
  await expect(named.organization.get()).rejects.toThrow(NotFoundError);
  const service = new Latchkey({
    url: app.url,
    credential: await seedServiceToken(app, ['VERIFY_API_KEYS']),
  });
  await expect(service.apiKeys.get('key_nonsense')).rejects.toThrow(ForbiddenError);
});

test('refusals are errors of their own class, with the code, the remedy and the request’s id', async () => {
  const stranger = new Latchkey({ url: app.url, credential: 'service_unknown' });
  const refused = await stranger.organization.get().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UnauthenticatedError);
  expect(refused).toMatchObject({
    code: 'UNAUTHENTICATED',
    status: 401,
    remedy: expect.stringContaining('Bearer'),
    requestId: expect.any(String),
  });

  const { bearer } = await organization.addMember('MEMBER');
  const member = new Latchkey({ url: app.url, credential: bearer });
  await expect(member.apiKeys.create({ environment: 'TEST', name: 'X' })).rejects.toThrow(ForbiddenError);

  const bad = await latchkey.apiKeys
    .create({ environment: 'TEST', name: '', ipAllowlist: ['here'] })
    .catch((error: unknown) => error);
  expect(bad).toBeInstanceOf(BadInputError);
  expect(bad).toMatchObject({
    problems: [
      { field: 'input.name', problem: expect.any(String) },
      { field: 'input.ipAllowlist.0', problem: expect.any(String) },
    ],
  });
  await expect(latchkey.apiKeys.revoke('key_nonsense')).rejects.toThrow(NotFoundError);
});

test('another organization’s key is as one that does not exist', async () => {
  const { id } = await (await seedOrganization(app)).addKey();
  expect(await latchkey.apiKeys.get(id)).toBeNull();
  expect(await latchkey.apiKeys.usage(id)).toBeNull();
  await expect(latchkey.apiKeys.revoke(id)).rejects.toThrow(NotFoundError);
});

test('wrong settings are named at once', () => {
  const message = (options: ConstructorParameters<typeof Latchkey>[0]) => {
    try {
      new Latchkey(options);
      return 'accepted';
    } catch (error) {
      return error instanceof ConfigurationError ? error.message : error;
    }
  };
  expect(message({ credential: 'x', url: 'keys.example.com' })).toMatch(/^url: expected an address such as/);
  expect(message({ credential: 'x', url: 'file:///etc' })).toMatch(/^url: expected an address such as/);
  expect(message({ credential: 'x', url: 'https://a:b@example.com' })).toMatch(/^url: expected no user/);
  expect(message({ credential: 'x\n', url: app.url })).toMatch(/^credential: has spaces, line breaks/);
  expect(message({ credential: 'x', url: app.url, timeoutMs: 0 })).toMatch(/^timeoutMs: expected/);
});

test('missing settings are named at first use, so that modules load where there are no secrets', async () => {
  const url = app.url;
  const told: string[] = [];
  const verifier = new Verifier({ url, onError: ({ message }) => void told.push(message) });
  const uses: [Promise<unknown>, string][] = [
    [new Latchkey({ url }).organization.get(), 'credential: missing; give it, or set LATCHKEY_API_SECRET'],
    [new Latchkey({ url }).verify({ key: 'x' }), 'credential: missing; give it, or set LATCHKEY_API_SECRET'],
    [new Latchkey({ credential: 'x' }).apiKeys.list().all(), 'url: missing; give it, or set LATCHKEY_URL'],
    [new Verifier().verify({ key: 'x' }), 'serviceToken: missing; give it, or set LATCHKEY_SERVICE_TOKEN'],
    [new OfflineVerifier().verify({ key: 'a.b.c' }), 'url: missing; give it, or set LATCHKEY_URL'],
    [new TokenSource({ url }).token(), 'apiKey: missing; give it, or set LATCHKEY_API_KEY'],
    [
      new TokenSource({ url, apiKey: 'key_1' }).fetch(url),
      'apiSecret: missing; give it, or set LATCHKEY_API_SECRET',
    ],
  ];
  for (const [use, message] of uses) {
    const error = await use.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ message });
  }
  // Before an API it is the product's own mistake: nobody passes.
  expect(await verifier.check({ authorization: 'Bearer x' })).toMatchObject({ allowed: false, status: 500 });
  expect(told).toEqual(['serviceToken: missing; give it, or set LATCHKEY_SERVICE_TOKEN']);
});

test('settings that come later are read at first use, and kept', async () => {
  const verifier = new Verifier({ timeoutMs: 5000 });
  vi.stubEnv('LATCHKEY_URL', app.url);
  vi.stubEnv('LATCHKEY_SERVICE_TOKEN', await seedServiceToken(app, ['VERIFY_API_KEYS']));
  expect(await verifier.verify({ key: 'x' })).toMatchObject({ code: 'MALFORMED' });
  vi.unstubAllEnvs();
  expect(await verifier.verify({ key: 'x' })).toMatchObject({ code: 'MALFORMED' });
});

test.each([
  '{"then":1}',
  '{"toJSON":1,"then":{"then":true}}',
  '{"valueOf":null,"constructor":"x","toString":[]}',
])('metadata %s is data wherever it is shown', async (text) => {
  const metadata: unknown = JSON.parse(text);
  const input = { environment: 'TEST', name: text, metadata } as const;
  const created = orThrow(await latchkey.apiKeys.create(input));
  expect(created.apiKey.metadata).toEqual(metadata);
  const { id } = created.apiKey;
  expect((await latchkey.apiKeys.get(id))?.metadata).toEqual(metadata);
  const listed = await latchkey.apiKeys.list({ search: input.name }).all();
  expect(listed.map((key) => key.metadata)).toEqual([metadata]);
  expect(orThrow(await latchkey.apiKeys.update(id, { name: 'Other' })).apiKey.metadata).toEqual(metadata);
  const verifier = new Verifier({
    url: app.url,
    serviceToken: await seedServiceToken(app, ['VERIFY_API_KEYS']),
  });
  expect(await verifier.verify({ key: created.secret })).toMatchObject({ valid: true, metadata });
  const decision = await verifier.check({ authorization: `Bearer ${created.secret}` });
  expect(decision.allowed && decision.apiKey?.metadata).toEqual(metadata);
});

test('a member __proto__ of an answer is data: nothing inherits from it', async () => {
  const network = await startNetwork();
  const verifier = new Verifier({ url: network.url, serviceToken: 'service_x' });
  const known = { keyId: 'key_1', organizationId: 'org_1', environment: 'test', name: 'x', scopes: [] };
  const text = JSON.stringify({ ...known, valid: true, code: 'VALID', status: 200, rateLimit: null });
  const answered = text.replace(
    '{',
    '{"__proto__":{"fullAccess":true},"metadata":{"__proto__":{"polluted":true}},',
  );
  network.answerWith((incoming, response) => {
    incoming.resume();
    response.end(answered);
  });
  const decision = await verifier.check({ authorization: 'Bearer x' });
  const metadata = decision.allowed ? decision.apiKey?.metadata : undefined;
  expect(JSON.stringify(metadata)).toBe('{"__proto__":{"polluted":true}}');
  expect(decision.allowed && decision.apiKey?.fullAccess).toBeUndefined();
  expect('polluted' in {}).toBe(false);
  await network.close();
});
