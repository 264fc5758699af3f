import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { accessTokenOf, basic, exchange, postForm, verifyOverHttp } from '../support/oauth.ts';
import { sendRest } from '../support/rest.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { stable } from '../support/stable.ts';
import { type KeyRequests, keyRequests } from './key-requests.ts';

const limit = 4;

let app: TestApp;
let otherNode: TestApp;
let organization: SeededOrganization;
let owner: KeyRequests;
let verifier: string;
beforeAll(async () => {
  const product = { activeKeysPerEnvironment: limit };
  app = await startTestApp({ product });
  otherNode = await startTestApp({ product, testDatabase: app.testDatabase });
  verifier = await seedServiceToken(app, ['VERIFY_API_KEYS']);
});
afterAll(async () => {
  await otherNode.close();
  await app.close();
});
beforeEach(async () => {
  await app.clock.set(new Date('2026-10-01T12:00:00Z'));
  organization = await seedOrganization(app, { plan: 'enterprise' });
  owner = keyRequests(app, organization.owner);
});

const verify = async (secret: string, node = app) =>
  (await verifyOverHttp(node, verifier, { key: secret })).body['code'];

const listedIds = async (status: 'ACTIVE' | 'SUSPENDED' | 'EXPIRED' | 'REVOKED') =>
  (await owner.listed({ status })).edges.map(({ node }) => node.id);

const codeOf = ({ errors }: { errors: readonly { extensions: { code?: unknown } }[] }) =>
  errors[0]?.extensions.code;

test('a suspended key says since when and by whom, and nothing of it once it is resumed', async () => {
  const { apiKey } = await owner.created({ scopes: ['invoices:read'] });
  await app.clock.set(new Date('2026-10-02T12:00:00Z'));
  const suspended = await owner.suspended(apiKey.id);
  expect(suspended).toEqual({
    ...apiKey,
    status: 'SUSPENDED',
    suspendedAt: '2026-10-02T12:00:00.000Z',
    updatedAt: '2026-10-02T12:00:00.000Z',
    suspendedBy: { type: 'MEMBER', id: organization.owner.id, name: organization.owner.name },
  });
  expect(await owner.found(apiKey.id)).toEqual(suspended);
  await app.clock.set(new Date('2026-10-03T12:00:00Z'));
  expect(await owner.resumed(apiKey.id)).toEqual({ ...apiKey, updatedAt: '2026-10-03T12:00:00.000Z' });
});

test('suspending again keeps the first time and person; resuming what is not suspended changes nothing', async () => {
  const { apiKey } = await owner.created();
  const { resumeApiKey } = dataOf(await owner.resume(apiKey.id));
  expect(memberOf(resumeApiKey, 'ApiKeyNotSuspended')).toMatchObject({
    code: 'API_KEY_NOT_SUSPENDED',
    apiKey,
  });
  const suspended = await owner.suspended(apiKey.id);
  await app.clock.advance({ days: 1 });
  const admin = keyRequests(app, await organization.addMember('ADMIN'));
  const { suspendApiKey } = dataOf(await admin.suspend(apiKey.id));
  expect(memberOf(suspendApiKey, 'ApiKeyAlreadySuspended')).toMatchObject({
    code: 'API_KEY_ALREADY_SUSPENDED',
    apiKey: suspended,
  });
  expect(await owner.found(apiKey.id)).toEqual(suspended);
});

test('of ten suspensions at once one does it, and of ten resumptions one', async () => {
  const { apiKey } = await owner.created();
  const members = await Promise.all(Array.from({ length: 10 }, () => organization.addMember('ADMIN')));
  const callers = members.map((member) => keyRequests(app, member));
  const suspensions = await Promise.all(callers.map((caller) => caller.suspend(apiKey.id)));
  const names = suspensions.map((answer) => dataOf(answer).suspendApiKey.__typename).toSorted();
  expect(names).toEqual([...Array(9).fill('ApiKeyAlreadySuspended'), 'SuspendApiKeyPayload']);
  const resumptions = await Promise.all(callers.map((caller) => caller.resume(apiKey.id)));
  const ends = resumptions.map((answer) => dataOf(answer).resumeApiKey.__typename).toSorted();
  expect(ends).toEqual([...Array(9).fill('ApiKeyNotSuspended'), 'ResumeApiKeyPayload']);
});

test('after the answer no verification succeeds, on any node, until the key is resumed; then all do', async () => {
  const { id, secret } = await organization.addKey();
  const nodes = [app, otherNode];
  for (let round = 0; round < 10; round++) {
    const busy = Array.from({ length: 10 }, (_, index) => verify(secret, nodes[index % 2]));
    await owner.suspended(id);
    expect(await Promise.all(nodes.map((node) => verify(secret, node)))).toEqual(['SUSPENDED', 'SUSPENDED']);
    await owner.resumed(id);
    expect(await Promise.all(nodes.map((node) => verify(secret, node)))).toEqual(['VALID', 'VALID']);
    expect(['VALID', 'SUSPENDED']).toEqual(expect.arrayContaining([...new Set(await Promise.all(busy))]));
  }
});

test('the result of a verification comes after REVOKED and before all that the key is asked for', async () => {
  const { id, secret } = await organization.addKey({ expiresAt: new Date('2026-10-01T13:00:00Z') });
  await owner.suspended(id);
  const question = { key: secret, environment: 'live', scopes: ['invoices:read'] };
  const { body } = await verifyOverHttp(app, verifier, question);
  expect(body).toMatchObject({ valid: false, code: 'SUSPENDED', status: 401, keyId: id });
  await app.clock.set(new Date('2026-10-01T14:00:00Z'));
  expect(await verify(secret)).toBe('SUSPENDED');
  expect(await owner.found(id)).toMatchObject({ status: 'SUSPENDED' });
  await owner.revoked(id);
  expect(await verify(secret)).toBe('REVOKED');
});

test('a suspended key manages nothing and its access tokens stop; resumed, they work again', async () => {
  const key = await organization.addKey({ scopes: ['api-keys:write'] });
  const { token } = await accessTokenOf(app, key);
  // A token is good on the node of its issuer's address.
  const callers = [
    keyRequests(app, { bearer: key.secret }),
    keyRequests(otherNode, { bearer: key.secret }),
    keyRequests(app, { bearer: token }),
  ];
  const introspected = async () =>
    (await postForm(app, '/oauth/introspect', { token }, { authorization: `Bearer ${verifier}` })).body[
      'active'
    ];
  const seen = async () => [
    await Promise.all(callers.map(async (caller) => (await caller.list()).status)),
    await verify(token),
    await introspected(),
    (await exchange(app, key)).status,
  ];
  expect(await seen()).toEqual([[200, 200, 200], 'VALID', true, 200]);
  await owner.suspended(key.id);
  expect(await seen()).toEqual([[401, 401, 401], 'SUSPENDED', false, 401]);
  expect((await exchange(app, key)).body).toMatchObject({ error: 'invalid_client', reason: 'SUSPENDED' });
  // A caller without the secret learns nothing about the suspension.
  const wrong = await organization.addKey();
  const stranger = basic(key.id, wrong.secret);
  const told = await postForm(app, '/oauth/token', { grant_type: 'client_credentials' }, stranger);
  expect(told.body['reason']).toBeUndefined();
  await owner.resumed(key.id);
  expect(await seen()).toEqual([[200, 200, 200], 'VALID', true, 200]);
});

test('a revoked key is neither suspended nor resumed, and a suspended one can be revoked', async () => {
  const { apiKey } = await owner.created();
  await owner.suspended(apiKey.id);
  const revoked = await owner.revoked(apiKey.id);
  expect(revoked).toMatchObject({ status: 'REVOKED' });
  const { suspendApiKey } = dataOf(await owner.suspend(apiKey.id));
  const { resumeApiKey } = dataOf(await owner.resume(apiKey.id));
  expect(memberOf(suspendApiKey, 'ApiKeyAlreadyRevoked').apiKey).toEqual(revoked);
  expect(memberOf(resumeApiKey, 'ApiKeyAlreadyRevoked').apiKey).toEqual(revoked);
  expect(await owner.found(apiKey.id)).toEqual(revoked);
});

test('a suspended key stands in the list of its status and in no other, with and without its end', async () => {
  const lasting = await owner.created();
  const ending = await owner.created({ expiresAt: '2026-10-01T13:00:00Z' });
  const ids = [ending.apiKey.id, lasting.apiKey.id];
  for (const id of ids) await owner.suspended(id);
  const lists = async () =>
    Promise.all((['ACTIVE', 'SUSPENDED', 'EXPIRED', 'REVOKED'] as const).map(listedIds));
  expect(await lists()).toEqual([[], ids, [], []]);
  expect((await owner.listed()).edges).toHaveLength(2);
  await app.clock.set(new Date('2026-10-01T13:00:30Z'));
  expect(await lists()).toEqual([[], ids, [], []]);
  for (const id of ids) await owner.resumed(id);
  expect(await lists()).toEqual([[lasting.apiKey.id], [], [ending.apiKey.id], []]);
});

test('a suspended key keeps its place under the limit, so that resuming never fails for want of one', async () => {
  const keys = await Promise.all(Array.from({ length: limit }, () => owner.created()));
  const [first, second] = keys.map(({ apiKey }) => apiKey.id);
  if (first === undefined || second === undefined) throw new Error('Too few keys');
  await owner.suspended(first);
  const another = { environment: 'TEST', name: 'One more' } as const;
  expect(dataOf(await owner.create(another)).createApiKey.__typename).toBe('ActiveKeyLimitReached');
  await owner.resumed(first);
  await owner.suspended(second);
  await owner.revoked(second);
  await owner.created();
});

test('a suspension that outlives the key’s end gives its place back, and an extension needs one again', async () => {
  const ending = await owner.created({ expiresAt: '2026-10-01T13:00:00Z' });
  const { id } = ending.apiKey;
  await owner.suspended(id);
  await app.clock.set(new Date('2026-10-01T14:00:00Z'));
  await Promise.all(Array.from({ length: limit }, () => owner.created()));
  const extended = { id, expiresAt: '2027-01-01T00:00:00Z' };
  expect(dataOf(await owner.update(extended)).updateApiKey.__typename).toBe('ActiveKeyLimitReached');
  expect(dataOf(await owner.rotate({ id })).rotateApiKey.__typename).toBe('ApiKeyExpired');
  expect(await owner.resumed(id)).toMatchObject({ status: 'EXPIRED' });
  expect(await verify(ending.secret)).toBe('EXPIRED');
});

test('a suspended key can be changed and given a new secret, and stays suspended through both', async () => {
  const { apiKey, secret } = await owner.created();
  await owner.suspended(apiKey.id);
  expect(await owner.updated({ id: apiKey.id, name: 'Renamed' })).toMatchObject({
    name: 'Renamed',
    status: 'SUSPENDED',
  });
  const rotated = await owner.rotated({ id: apiKey.id });
  expect(rotated.apiKey.status).toBe('SUSPENDED');
  expect(await Promise.all([secret, rotated.secret].map((each) => verify(each)))).toEqual([
    'SUSPENDED',
    'SUSPENDED',
  ]);
  await owner.resumed(apiKey.id);
  expect(await Promise.all([secret, rotated.secret].map((each) => verify(each)))).toEqual([
    'EXPIRED',
    'VALID',
  ]);
});

test('a management key may suspend any key of its environment and itself, and resumes none that holds more', async () => {
  const own = await organization.addKey({ name: 'Deploy', scopes: ['api-keys:write', 'invoices:read'] });
  const asKey = keyRequests(app, { bearer: own.secret });
  const equal = await organization.addKey({ scopes: ['invoices:read'] });
  const broader = await organization.addKey({ scopes: ['invoices:write'] });
  const byKey = { type: 'API_KEY', id: own.id, name: 'Deploy' };
  for (const { id } of [equal, broader]) {
    expect(await asKey.suspended(id)).toMatchObject({ suspendedBy: byKey });
  }
  expect(await asKey.resumed(equal.id)).toMatchObject({ status: 'ACTIVE' });
  const { resumeApiKey } = dataOf(await asKey.resume(broader.id));
  expect(memberOf(resumeApiKey, 'ScopeNotGrantable').scopes).toEqual(['invoices:write']);
  expect(await owner.found(broader.id)).toMatchObject({ status: 'SUSPENDED' });
  expect(await asKey.suspended(own.id)).toMatchObject({ suspendedBy: byKey });
  expect((await asKey.resume(own.id)).status).toBe(401);
  expect(await owner.resumed(own.id)).toMatchObject({ status: 'ACTIVE' });
  await asKey.listed();
});

test('a management key that is bound resumes no key that is bound less, and is told how', async () => {
  const own = await organization.addKey({
    scopes: ['api-keys:write'],
    ipAllowlist: ['127.0.0.0/8', '::1/128'],
  });
  const asKey = keyRequests(app, { bearer: own.secret });
  const unbound = await organization.addKey();
  await asKey.suspended(unbound.id);
  const answer = await asKey.resume(unbound.id);
  expect([answer.status, codeOf(answer)]).toEqual([403, 'FORBIDDEN']);
  expect(answer.errors[0]?.extensions).toMatchObject({
    remedy: expect.stringMatching(/^Resume it as a member/),
  });
  expect(await owner.found(unbound.id)).toMatchObject({ status: 'SUSPENDED' });
});

test('a caller who may not manage keys suspends and resumes nothing', async () => {
  const { apiKey } = await owner.created();
  const reader = await organization.addKey({ scopes: ['api-keys:read'] });
  const callers = [await organization.addMember('MEMBER'), { bearer: reader.secret }, {}];
  const requests = callers.map((caller) => keyRequests(app, caller));
  const refused = [
    [403, 'FORBIDDEN'],
    [403, 'FORBIDDEN'],
    [401, 'UNAUTHENTICATED'],
  ];
  const suspensions = await Promise.all(requests.map((caller) => caller.suspend(apiKey.id)));
  expect(suspensions.map((answer) => [answer.status, codeOf(answer)])).toEqual(refused);
  expect(stable(await owner.found(apiKey.id))).toEqual(stable(apiKey));
  const suspended = await owner.suspended(apiKey.id);
  const resumptions = await Promise.all(requests.map((caller) => caller.resume(apiKey.id)));
  expect(resumptions.map((answer) => [answer.status, codeOf(answer)])).toEqual(refused);
  expect(stable(await owner.found(apiKey.id))).toEqual(stable(suspended));
});

test('another organization’s key and one of another environment are not found', async () => {
  const theirs = await (await seedOrganization(app)).addKey();
  const testKey = await organization.addKey({ environment: 'TEST', scopes: ['api-keys:write'] });
  const live = await organization.addKey({ environment: 'LIVE' });
  const asTestKey = keyRequests(app, { bearer: testKey.secret });
  const answers = [
    await owner.suspend(theirs.id),
    await owner.resume(theirs.id),
    await asTestKey.suspend(live.id),
    await asTestKey.resume(live.id),
    await owner.suspend('key_nonsense'),
  ];
  expect(answers.map(codeOf)).toEqual(Array(5).fill('NOT_FOUND'));
  expect(await Promise.all([theirs.secret, live.secret].map((secret) => verify(secret)))).toEqual([
    'VALID',
    'VALID',
  ]);
});

test('REST suspends and resumes without a body, and answers a repetition with the outcome', async () => {
  const { id, secret } = await organization.addKey();
  const send = (what: string, bearer = organization.owner.bearer) =>
    sendRest(app.url, `POST /v1/api-keys/${id}/${what}`, {
      bearer,
      // Some clients name a content type with every request.
      headers: { 'content-type': 'application/json' },
    });
  const suspended = await send('suspend');
  expect(suspended).toMatchObject({
    status: 200,
    body: { id, status: 'suspended', suspended_at: '2026-10-01T12:00:00.000Z', revoked_at: null },
  });
  expect(await send('suspend')).toMatchObject({ status: 409, body: { code: 'API_KEY_ALREADY_SUSPENDED' } });
  expect(await verify(secret)).toBe('SUSPENDED');
  expect(await send('resume', secret)).toMatchObject({ status: 401 });
  expect(await send('resume')).toMatchObject({
    status: 200,
    body: { id, status: 'active', suspended_at: null },
  });
  expect(await send('resume')).toMatchObject({ status: 409, body: { code: 'API_KEY_NOT_SUSPENDED' } });
  const listed = await sendRest(app.url, 'GET /v1/api-keys?status=suspended', {
    bearer: organization.owner.bearer,
  });
  expect(listed).toMatchObject({ status: 200, body: { data: [] } });
});
