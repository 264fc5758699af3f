import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { stable } from '../support/stable.ts';
import { type KeyRequests, keyRequests } from './key-requests.ts';

let app: TestApp;
let otherNode: TestApp;
let organization: SeededOrganization;
let owner: KeyRequests;
beforeAll(async () => {
  app = await startTestApp();
  otherNode = await startTestApp({ testDatabase: app.testDatabase });
});
afterAll(async () => {
  await otherNode.close();
  await app.close();
});
beforeEach(async () => {
  await app.clock.set(new Date('2026-10-01T12:00:00Z'));
  organization = await seedOrganization(app);
  owner = keyRequests(app, organization.owner);
});

test('a revoked key says when and by whom, in the answer and ever after', async () => {
  const { apiKey } = await owner.created({ scopes: ['invoices:read'] });
  await app.clock.set(new Date('2026-10-02T12:00:00Z'));
  const revoked = await owner.revoked(apiKey.id);
  expect(revoked).toEqual({
    ...apiKey,
    status: 'REVOKED',
    revokedAt: '2026-10-02T12:00:00.000Z',
    updatedAt: '2026-10-02T12:00:00.000Z',
    revokedBy: { type: 'MEMBER', id: organization.owner.id, name: organization.owner.name },
  });
  expect(await owner.found(apiKey.id)).toEqual(revoked);
  expect((await owner.listed({ status: 'REVOKED' })).edges.map(({ node }) => node)).toEqual([revoked]);
});

test('revoking again has the same effect: the first time and the first person stay', async () => {
  const { apiKey } = await owner.created();
  const revoked = await owner.revoked(apiKey.id);
  await app.clock.advance({ days: 1 });
  const admin = keyRequests(app, await organization.addMember('ADMIN'));
  const { revokeApiKey } = dataOf(await admin.revoke(apiKey.id));
  expect(memberOf(revokeApiKey, 'ApiKeyAlreadyRevoked').apiKey).toEqual(revoked);
  expect({ ...revokeApiKey, apiKey: undefined }).toMatchInlineSnapshot(`
    {
      "__typename": "ApiKeyAlreadyRevoked",
      "apiKey": undefined,
      "code": "API_KEY_ALREADY_REVOKED",
      "message": "The key is already revoked. A revocation is permanent.",
      "remedy": "Revocation is permanent. Create a new key.",
    }
  `);
  expect(await owner.found(apiKey.id)).toEqual(revoked);
});

test('of ten revocations at once one does it, and all name the same person and time', async () => {
  const { apiKey } = await owner.created();
  const members = await Promise.all(Array.from({ length: 10 }, () => organization.addMember('ADMIN')));
  const answers = await Promise.all(members.map((member) => keyRequests(app, member).revoke(apiKey.id)));
  const results = answers.map((answer) => dataOf(answer).revokeApiKey);
  expect(results.filter(({ __typename }) => __typename === 'RevokeApiKeyPayload')).toHaveLength(1);
  expect(new Set(results.map((result) => JSON.stringify(result.apiKey))).size).toBe(1);
});

test('nothing brings a revoked key back: no new expiry, no second end, no passing of time', async () => {
  const { apiKey } = await owner.created({ expiresAt: '2026-10-05T00:00:00Z' });
  const revoked = await owner.revoked(apiKey.id);
  expect(dataOf(await owner.update({ id: apiKey.id, expiresAt: null })).updateApiKey.__typename).toBe(
    'ApiKeyAlreadyRevoked',
  );
  await app.clock.set(new Date('2026-11-01T00:00:00Z'));
  expect(await owner.found(apiKey.id)).toEqual(revoked);
});

test('an expired key can be revoked, and is revoked then and no longer expired', async () => {
  const { id } = await organization.addKey({ expiresAt: new Date('2026-09-01') });
  expect(await owner.found(id)).toMatchObject({ status: 'EXPIRED' });
  expect(await owner.revoked(id)).toMatchObject({ status: 'REVOKED' });
});

test('a revoked key manages nothing from the answer on, on every node', async () => {
  const { id, secret } = await organization.addKey({ scopes: ['api-keys:write'] });
  const nodes = [app, otherNode].map((node) => keyRequests(node, { bearer: secret }));
  for (const node of nodes) await node.listed();
  await owner.revoked(id);
  for (const node of nodes) expect((await node.list()).status).toBe(401);
});

test('a key revoked over and over never verifies after the answer, on any node', async () => {
  const verifier = await seedServiceToken(app, ['VERIFY_API_KEYS']);
  const verify = async (node: TestApp, key: string) => {
    const response = await fetch(`${node.url}/v1/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${verifier}` },
      body: JSON.stringify({ key }),
    });
    const answer: { code?: string } = await response.json();
    return answer.code;
  };
  for (let round = 0; round < 20; round++) {
    const { id, secret } = await organization.addKey();
    expect(await verify(otherNode, secret)).toBe('VALID');
    const busy = Array.from({ length: 10 }, (_, index) => verify(index % 2 ? app : otherNode, secret));
    await owner.revoked(id);
    expect(await Promise.all([verify(app, secret), verify(otherNode, secret)])).toEqual([
      'REVOKED',
      'REVOKED',
    ]);
    await Promise.all(busy);
  }
});

test('keys and services are named as those who revoked, and a key may revoke itself', async () => {
  const own = await organization.addKey({ name: 'Deploy', scopes: ['api-keys:write'] });
  const [first, second] = [await organization.addKey(), await organization.addKey()];
  const asKey = keyRequests(app, { bearer: own.secret });
  const byKey = { type: 'API_KEY', id: own.id, name: 'Deploy' };
  expect(await asKey.revoked(first.id)).toMatchObject({ revokedBy: byKey });
  const token = await seedServiceToken(app, ['MANAGE_API_KEYS']);
  const asService = keyRequests(app, { bearer: token, organization: organization.id });
  expect(await asService.revoked(second.id)).toMatchObject({ revokedBy: { type: 'SERVICE' } });
  expect(await asKey.revoked(own.id)).toMatchObject({ revokedBy: byKey });
  expect((await asKey.list()).status).toBe(401);
});

test('the member who revoked stays named after leaving', async () => {
  const admin = await organization.addMember('ADMIN');
  const { apiKey } = await owner.created();
  await keyRequests(app, admin).revoked(apiKey.id);
  await app.services.database
    .updateTable('members')
    .set({ removedAt: new Date() })
    .where('id', '=', admin.memberUuid)
    .execute();
  expect((await owner.found(apiKey.id)).revokedBy).toEqual({
    type: 'MEMBER',
    id: admin.id,
    name: admin.name,
  });
});

test('a caller who may not manage keys revokes nothing', async () => {
  const { apiKey } = await owner.created();
  const reader = await organization.addKey({ scopes: ['api-keys:read'] });
  const callers = [await organization.addMember('MEMBER'), { bearer: reader.secret }, {}];
  const answers = await Promise.all(callers.map((caller) => keyRequests(app, caller).revoke(apiKey.id)));
  expect(answers.map(({ status, errors }) => [status, errors[0]?.extensions.code])).toEqual([
    [403, 'FORBIDDEN'],
    [403, 'FORBIDDEN'],
    [401, 'UNAUTHENTICATED'],
  ]);
  expect(stable(await owner.found(apiKey.id))).toEqual(stable(apiKey));
});
