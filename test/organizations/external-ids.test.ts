import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newUuid } from '../../src/lib/ids.ts';
import { graphql } from '../gql/index.ts';
import { RemoveMember } from '../members/documents.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { exchange, verifyOverHttp } from '../support/oauth.ts';
import { type SeededMember, seedOrganization, seedServiceToken } from '../support/seed.ts';
import {
  CreateOrganization,
  OrganizationOverview,
  Organizations,
  SetOrganizationBilling,
  SetOrganizationExternalId,
} from './documents.ts';

const SetMemberExternalId = graphql(`
  mutation SetMemberExternalId($input: SetMemberExternalIdInput!) {
    setMemberExternalId(input: $input) {
      __typename
      ... on SetMemberExternalIdPayload { member { id externalId } }
      ... on ExternalIdTaken { code message remedy externalId }
    }
  }
`);

const MembersWithExternalIds = graphql(`
  query MembersWithExternalIds { organization { members { edges { node { id externalId } } } } }
`);

let app: TestApp;
let otherNode: TestApp;
let operator: { bearer: string };
let verifier: string;
beforeAll(async () => {
  app = await startTestApp();
  otherNode = await startTestApp({ testDatabase: app.testDatabase });
  operator = { bearer: await seedServiceToken(app, ['OPERATE']) };
  verifier = await seedServiceToken(app, ['VERIFY_API_KEYS']);
});
afterAll(async () => {
  await otherNode.close();
  await app.close();
});

async function organizationWith(externalId: string) {
  const organization = await seedOrganization(app);
  const answer = await setId(organization.id, externalId);
  memberOf(dataOf(answer).setOrganizationExternalId, 'SetOrganizationExternalIdPayload');
  return organization;
}

function setId(organizationId: string, externalId: string | null, node = app) {
  return node.graphql(SetOrganizationExternalId, { input: { organizationId, externalId } }, operator);
}

function setMemberId(memberId: string, externalId: string | null) {
  return app.graphql(SetMemberExternalId, { input: { memberId, externalId } }, operator);
}

function creation(externalId: string, node = app) {
  const input = { name: 'Made', ownerEmail: `${newUuid()}@example.com`, externalId };
  return node.graphql(CreateOrganization, { input }, operator);
}

test('an organization is created with the product’s own id, and found by it', async () => {
  const externalId = newUuid();
  const created = memberOf(
    dataOf(await creation(externalId)).createOrganization,
    'CreateOrganizationPayload',
  );
  expect(created.organization.externalId).toBe(externalId);
  const found = await app.graphql(Organizations, { search: `external:${externalId}` }, operator);
  expect(dataOf(found).organizations.edges.map(({ node }) => node.id)).toEqual([created.organization.id]);
});

/** The refusal of a creation. The mutation has no union of results. */
const takenAtCreation = [
  'BAD_USER_INPUT',
  [{ field: 'input.externalId', problem: 'is taken by another organization' }],
];

function refusalOf({ errors }: Awaited<ReturnType<typeof creation>>) {
  return errors.flatMap(({ extensions }) => [extensions.code, extensions['problems']]);
}

test('a taken id is refused by its name, and nothing is created', async () => {
  const externalId = newUuid();
  await organizationWith(externalId);
  const taken = {
    __typename: 'ExternalIdTaken',
    code: 'EXTERNAL_ID_TAKEN',
    message: `The external id ${externalId} is taken.`,
    remedy: expect.any(String),
    externalId,
  };
  const before = await countOrganizations();
  expect(refusalOf(await creation(externalId))).toEqual(takenAtCreation);
  expect(await countOrganizations()).toBe(before);
  const { id } = await seedOrganization(app);
  expect(dataOf(await setId(id, externalId)).setOrganizationExternalId).toEqual(taken);
});

async function countOrganizations(): Promise<number> {
  const { rows } = await app.testDatabase.pool.query<{ count: number }>(
    'select count(*)::int as count from organizations',
  );
  return rows[0]?.count ?? 0;
}

test.each([0, 1, 2, 3])(
  'of two creations with one id at once, one wins and the other is refused (%i)',
  async () => {
    const externalId = newUuid();
    const answers = await Promise.all([creation(externalId), creation(externalId, otherNode)]);
    const refused = answers.filter(({ errors }) => errors.length > 0);
    expect(refused.map(refusalOf)).toEqual([takenAtCreation]);
  },
);

test('an id is changed, removed, and then free for another organization', async () => {
  const [first, second] = [newUuid(), newUuid()];
  const { id } = await organizationWith(first);
  for (const externalId of [first, second, null]) {
    const changed = dataOf(await setId(`${id}`, externalId)).setOrganizationExternalId;
    expect(memberOf(changed, 'SetOrganizationExternalIdPayload').organization).toMatchObject({
      id,
      externalId,
    });
  }
  expect((await organizationWith(first)).id).not.toBe(id);
});

test('the product’s own id names the organization for everybody who may name it', async () => {
  const externalId = `acme ${newUuid()}`;
  const { id, owner, addKey } = await organizationWith(externalId);
  const { owner: twice } = await seedOrganization(app);
  const organization = `external:${externalId}`;
  const key = await addKey({ scopes: ['api-keys:read'] });
  for (const bearer of [owner.bearer, key.secret]) {
    const answer = await app.graphql(OrganizationOverview, {}, { bearer, organization });
    expect(dataOf(answer).organization?.id).toBe(id);
  }
  const service = await seedServiceToken(app, ['READ_ORGANIZATION']);
  const acting = await app.graphql(OrganizationOverview, {}, { bearer: service, organization });
  expect(dataOf(acting).organization?.id).toBe(id);
  const input = { organizationId: organization, hasPaymentMethod: true };
  const billed = dataOf(await app.graphql(SetOrganizationBilling, { input }, operator));
  expect(billed.setOrganizationBilling.organization).toMatchObject({ id, externalId });
  const stranger = await app.graphql(OrganizationOverview, {}, { bearer: twice.bearer, organization });
  expect(stranger.errors[0]?.extensions.code).toBe('NOT_FOUND');
});

test.each(['external:none such', 'external:', 'external:\t', 'external: x', 'external:ä'])(
  'the unknown name %j is answered as an id of no organization is, to everybody',
  async (name) => {
    const { owner, addKey } = await seedOrganization(app);
    const key = await addKey({ scopes: ['api-keys:read'] });
    const service = await seedServiceToken(app, ['READ_ORGANIZATION']);
    const ask = async (organization: string, bearer: string) => {
      const { status, errors } = await app.graphql(OrganizationOverview, {}, { bearer, organization });
      return { status, errors };
    };
    for (const bearer of [owner.bearer, key.secret, service]) {
      const unknown = await ask('org_01h455vb4pex5vsknk084sn02q', bearer);
      expect(unknown.errors[0]?.extensions.code).toBe('NOT_FOUND');
      expect(unknown.errors[0]?.extensions['remedy']).toContain('"org_…" or "external:…"');
      expect(await ask(name, bearer)).toEqual(unknown);
    }
    const bill = async (organizationId: string) => {
      const input = { organizationId, hasPaymentMethod: true };
      const { status, errors } = await app.graphql(SetOrganizationBilling, { input }, operator);
      return { status, errors };
    };
    expect(await bill(name)).toEqual(await bill('org_01h455vb4pex5vsknk084sn02q'));
    expect((await bill(name)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    const found = await app.graphql(Organizations, { search: name }, operator);
    expect(dataOf(found).organizations.edges).toEqual([]);
  },
);

test('an unknown external id tells a credential that is not good nothing', async () => {
  const answer = await app.graphql(
    OrganizationOverview,
    {},
    { bearer: 'nonsense', organization: 'external:none such' },
  );
  expect(answer.errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
});

test('verification shows the external id of the key’s organization, and null without one', async () => {
  const externalId = newUuid();
  const { id, addKey } = await organizationWith(externalId);
  const { secret } = await addKey();
  const verified = await verifyOverHttp(app, verifier, { key: secret });
  expect(verified.body).toMatchObject({
    valid: true,
    organizationId: id,
    organizationExternalId: externalId,
  });
  await setId(id, null);
  const without = await verifyOverHttp(app, verifier, { key: secret });
  expect(without.body).toMatchObject({ valid: true, organizationId: id, organizationExternalId: null });
});

test('a token exchange takes the external id of the key’s organization, and of no other', async () => {
  const externalId = newUuid();
  const { addKey } = await organizationWith(externalId);
  const key = await addKey();
  const named = await exchange(app, key, { organization_id: `external:${externalId}` });
  expect(named.status).toBe(200);
  for (const organization_id of ['external:other', 'external:', externalId, 'external:null']) {
    const refused = await exchange(app, key, { organization_id });
    expect(refused).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  }
  const { addKey: addOther } = await seedOrganization(app);
  const none = await exchange(app, await addOther(), { organization_id: 'external:null' });
  expect(none.status).toBe(401);
});

test.each([
  ['', 'input.externalId: expected at least 1 character'],
  ['x'.repeat(256), 'input.externalId: expected at most 255 characters'],
  [' x', 'input.externalId: expected no space at the start or the end'],
  ['x ', 'input.externalId: expected no space at the start or the end'],
  ['a\nb', 'input.externalId: expected printable ASCII characters alone, which an HTTP header can carry'],
  ['a\0b', 'input.externalId: expected printable ASCII characters alone, which an HTTP header can carry'],
  ['ä', 'input.externalId: expected printable ASCII characters alone, which an HTTP header can carry'],
])('the external id %j is refused, with the field and the problem', async (externalId, problem) => {
  const { id, owner } = await seedOrganization(app);
  const answers = [
    await setId(id, externalId),
    await setMemberId(owner.id, externalId),
    await creation(externalId),
  ];
  for (const { status, errors } of answers) {
    expect(status).toBe(400);
    expect(errors[0]?.message).toContain(problem);
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
  }
});

test('an id that is not said is refused: only null removes it', async () => {
  const { id } = await seedOrganization(app);
  const input = { organizationId: id };
  const { errors } = await app.graphql(SetOrganizationExternalId, { input }, operator);
  expect(errors[0]?.message).toBe('input.externalId: is required');
});

test('every id that is taken is given back as it was, and names its organization in a header', async () => {
  const printable = fc
    .string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
      minLength: 1,
      maxLength: 255,
    })
    .filter((text) => text === text.trim());
  const { id, owner } = await seedOrganization(app);
  await fc.assert(
    fc.asyncProperty(printable, async (externalId) => {
      const changed = dataOf(await setId(id, externalId)).setOrganizationExternalId;
      const { organization } = memberOf(changed, 'SetOrganizationExternalIdPayload');
      expect(organization.externalId).toBe(externalId);
      const named = { bearer: owner.bearer, organization: `external:${externalId}` };
      expect(dataOf(await app.graphql(OrganizationOverview, {}, named)).organization?.id).toBe(id);
    }),
    { numRuns: 40 },
  );
});

test('a member has an external id, which another organization’s member may have too', async () => {
  const externalId = newUuid();
  const [one, other] = [await seedOrganization(app), await seedOrganization(app)];
  for (const { owner } of [one, other]) {
    const changed = dataOf(await setMemberId(owner.id, externalId)).setMemberExternalId;
    expect(changed).toEqual({
      __typename: 'SetMemberExternalIdPayload',
      member: { id: owner.id, externalId },
    });
  }
  const second = await one.addMember('MEMBER');
  expect(dataOf(await setMemberId(second.id, externalId)).setMemberExternalId).toMatchObject({
    __typename: 'ExternalIdTaken',
    externalId,
  });
  expect(await externalIdsOf(one.owner)).toEqual({ [one.owner.id]: externalId, [second.id]: null });
});

async function externalIdsOf({ bearer }: SeededMember): Promise<Record<string, unknown>> {
  const { organization } = dataOf(await app.graphql(MembersWithExternalIds, {}, { bearer }));
  const nodes = organization?.members.edges.map(({ node }) => node) ?? [];
  return Object.fromEntries(nodes.map(({ id, externalId }) => [id, externalId]));
}

test('the external id of a removed member is free again, and a removed member gets none', async () => {
  const externalId = newUuid();
  const { owner, addMember } = await seedOrganization(app);
  const [leaver, follower] = [await addMember('MEMBER'), await addMember('MEMBER')];
  await setMemberId(leaver.id, externalId);
  await app.graphql(RemoveMember, { input: { memberId: leaver.id } }, owner);
  const changed = dataOf(await setMemberId(follower.id, externalId)).setMemberExternalId;
  expect(changed.__typename).toBe('SetMemberExternalIdPayload');
  for (const id of [leaver.id, 'mem_x', 'mem_01h455vb4pex5vsknk084sn02q']) {
    const { errors } = await setMemberId(id, newUuid());
    expect(errors[0]?.extensions.code).toBe('NOT_FOUND');
  }
});

test.each(['OWNER', 'ADMIN', 'MEMBER'] as const)('a member sets no external id: %s', async (role) => {
  const { id, addMember } = await seedOrganization(app);
  const { bearer, id: memberId } = await addMember(role);
  const organization = await app.graphql(
    SetOrganizationExternalId,
    { input: { organizationId: id, externalId: newUuid() } },
    { bearer },
  );
  const member = await app.graphql(
    SetMemberExternalId,
    { input: { memberId, externalId: newUuid() } },
    { bearer },
  );
  for (const { errors } of [organization, member]) {
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  }
});
