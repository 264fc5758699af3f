import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { formatId, newUuid } from '../../src/lib/ids.ts';
import { RemoveMember } from '../members/documents.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { sendRest } from '../support/rest.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { type KeyRequests, keyRequests } from './key-requests.ts';

let app: TestApp;
let organization: SeededOrganization;
let owner: KeyRequests;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  organization = await seedOrganization(app);
  owner = keyRequests(app, organization.owner);
});

async function namesOf(createdBy: string): Promise<string[]> {
  return (await owner.listed({ createdBy })).edges.map(({ node }) => node.name);
}

test('the keys of one creator are listed: a member, a management key or a service token', async () => {
  const admin = await organization.addMember('ADMIN');
  const manager = await organization.addKey({ name: 'Manager', scopes: ['api-keys:write'] });
  const bearer = await seedServiceToken(app, ['MANAGE_API_KEYS', 'READ_API_KEYS', 'READ_ORGANIZATION']);
  const service = keyRequests(app, { bearer, organization: organization.id });
  await owner.created({ name: 'By the owner' });
  await keyRequests(app, admin).created({ name: 'By the admin' });
  await keyRequests(app, { bearer: manager.secret }).created({ name: 'By the key' });
  const { apiKey } = await service.created({ name: 'By the service' });
  expect(await namesOf(organization.owner.id)).toEqual(['By the owner', 'Manager']);
  expect(await namesOf(admin.id)).toEqual(['By the admin']);
  expect(await namesOf(manager.id)).toEqual(['By the key']);
  expect(await namesOf(apiKey.createdBy?.id ?? '')).toEqual(['By the service']);
  const listed = await sendRest(app.url, `GET /v1/api-keys?created_by=${admin.id}`, organization.owner);
  expect(listed.body).toMatchObject({ data: [{ name: 'By the admin' }], has_more: false });
});

test('nobody’s keys, another organization’s creator, and a filter beside others', async () => {
  await owner.created({ name: 'Live one', environment: 'LIVE' });
  const elsewhere = await seedOrganization(app);
  await elsewhere.addKey();
  expect(await namesOf(formatId('member', newUuid()))).toEqual([]);
  expect(await namesOf(elsewhere.owner.id)).toEqual([]);
  const { edges } = await owner.listed({ createdBy: organization.owner.id, environment: 'TEST' });
  expect(edges).toEqual([]);
});

test.each(['', 'nobody', 'org_01h455vb4pex5vsknk084sn02q', 'mem_01h455vb4pex5vsknk084sn02'])(
  'what is no creator’s id is refused by name: %j',
  async (createdBy) => {
    const problem = 'expected the id of a member, a key or a service token: mem_…, key_…, svc_…';
    const answer = await owner.list({ createdBy });
    expect(answer.errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ field: 'createdBy', problem }],
    });
    const rest = await sendRest(app.url, `GET /v1/api-keys?created_by=${createdBy}`, organization.owner);
    expect(rest).toMatchObject({ status: 400, body: { problems: [{ field: 'created_by', problem }] } });
  },
);

test('a removal says which active keys the member leaves behind; they go on working', async () => {
  const admin = await organization.addMember('ADMIN');
  const requests = keyRequests(app, admin);
  const { apiKey, secret } = await requests.created({ name: 'Stays' });
  await requests.revoked((await requests.created({ name: 'Revoked before' })).apiKey.id);
  await owner.created({ name: 'Of somebody else' });
  const input = { memberId: admin.id };
  const answer = await app.graphql(RemoveMember, { input }, { bearer: organization.owner.bearer });
  const payload = memberOf(dataOf(answer).removeMember, 'RemoveMemberPayload');
  expect(payload).toEqual({
    __typename: 'RemoveMemberPayload',
    removedMemberId: admin.id,
    apiKeys: {
      edges: [{ node: { id: apiKey.id, name: 'Stays', createdBy: { id: admin.id, name: admin.name } } }],
    },
  });
  const { code } = await app.services.verification.verify({ key: secret }, { kind: 'trusted' });
  expect(code).toBe('VALID');
  expect(await namesOf(admin.id)).toEqual(['Revoked before', 'Stays']);
});
