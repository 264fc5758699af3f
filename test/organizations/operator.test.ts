import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { formatId, newUuid } from '../../src/lib/ids.ts';
import { AcceptInvitation, Members } from '../members/documents.ts';
import { mintLink, waitingMails } from '../members/invitation-links.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';
import {
  CreateOrganization,
  Organizations,
  SetOrganizationBilling,
  SetOrganizationPlan,
} from './documents.ts';

let app: TestApp;
let operator: { bearer: string };
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  operator = { bearer: await seedServiceToken(app, ['OPERATE']) };
});
afterAll(() => app.close());

test('an organization is created for a person with an account, who owns it at once', async () => {
  const { owner } = await seedOrganization(app);
  const input = { name: 'Second', ownerEmail: owner.email.toUpperCase(), plan: 'professional' };
  const answer = dataOf(await app.graphql(CreateOrganization, { input }, operator)).createOrganization;
  const created = memberOf(answer, 'CreateOrganizationPayload');
  expect(created).toEqual({
    __typename: 'CreateOrganizationPayload',
    organization: {
      id: expect.stringMatching(/^org_/),
      externalId: null,
      name: 'Second',
      plan: 'professional',
      hasPaymentMethod: false,
      rateLimit: { perMinute: 500, perHour: 10_000 },
    },
    owner: { id: expect.stringMatching(/^mem_/), email: owner.email, role: 'OWNER' },
    invitation: null,
  });
  const organization = created.organization.id;
  const members = await app.graphql(Members, {}, { bearer: owner.bearer, organization });
  expect(dataOf(members).organization?.members.edges).toHaveLength(1);
});

test('an organization is created for a new person, who is invited to own it and then does', async () => {
  const input = { name: 'Fresh', ownerEmail: 'founder@example.com' };
  const answer = dataOf(await app.graphql(CreateOrganization, { input }, operator)).createOrganization;
  const created = memberOf(answer, 'CreateOrganizationPayload');
  expect(created.organization.plan).toBe('free');
  expect(created.owner).toBeNull();
  expect(created.invitation).toMatchObject({
    email: 'founder@example.com',
    role: 'OWNER',
    status: 'PENDING',
    invitedBy: { type: 'SERVICE' },
  });
  const id = created.invitation?.id ?? '';
  expect(await waitingMails(app, id)).toBe(1);
  const token = await mintLink(app, id);
  const accepted = await app.graphql(AcceptInvitation, {
    input: { token, name: 'Founder', password: 'quartz-lantern-umbrella' },
  });
  expect(dataOf(accepted).acceptInvitation).toMatchObject({
    organizationId: created.organization.id,
    member: { role: 'OWNER' },
  });
});

test('a plan that the configuration lacks is refused with the nearest one', async () => {
  const { id: organizationId } = await seedOrganization(app);
  const problem =
    'input.plan: is not one of the plans free, professional, enterprise; did you mean "professional"?';
  const set = { organizationId, plan: 'profesional' };
  const answers = [
    await app.graphql(SetOrganizationPlan, { input: set }, operator),
    await app.graphql(
      CreateOrganization,
      { input: { name: 'X', ownerEmail: 'x@example.com', plan: 'profesional' } },
      operator,
    ),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ status: 400, errors: [{ message: problem }] });
  expect(await countOf('X')).toBe(0);
});

test('limits are agreed only on a plan whose limits are custom, and end with it', async () => {
  const { id: organizationId } = await seedOrganization(app);
  const rateLimit = { perMinute: 7, perHour: 70 };
  const refused = await setPlan({ organizationId, plan: 'professional', rateLimit });
  expect(refused).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  const steps = [
    [{ plan: 'enterprise', rateLimit }, rateLimit],
    [{ plan: 'enterprise' }, rateLimit],
    [
      { plan: 'enterprise', rateLimit: { perMinute: 9 } },
      { perMinute: 9, perHour: null },
    ],
    [{ plan: 'free' }, { perMinute: 100, perHour: 1000 }],
    [{ plan: 'enterprise' }, { perMinute: null, perHour: null }],
  ] as const;
  for (const [change, expected] of steps) {
    const answer = await setPlan({ organizationId, ...change });
    expect(dataOf(answer).setOrganizationPlan.organization).toMatchObject({
      plan: change.plan,
      rateLimit: expected,
    });
  }
  const zero = await setPlan({ organizationId, plan: 'enterprise', rateLimit: { perHour: 0 } });
  expect(zero.status).toBe(400);
});

test('billing is noted for one organization and no other', async () => {
  const { id: organizationId } = await seedOrganization(app);
  const { id: other } = await seedOrganization(app);
  const input = { organizationId, hasPaymentMethod: true };
  const answer = await app.graphql(SetOrganizationBilling, { input }, operator);
  expect(dataOf(answer).setOrganizationBilling.organization.hasPaymentMethod).toBe(true);
  const [untouched] = await listed({ search: other });
  expect(untouched?.hasPaymentMethod).toBe(false);
});

test('an organization that does not exist is not found', async () => {
  for (const organizationId of [formatId('organization', newUuid()), 'org_x', 'nonsense']) {
    const answers = [
      await setPlan({ organizationId, plan: 'free' }),
      await app.graphql(
        SetOrganizationBilling,
        { input: { organizationId, hasPaymentMethod: true } },
        operator,
      ),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 404, errors: [{ extensions: { code: 'NOT_FOUND' } }] });
    }
  }
});

test('the organizations are searched by name and id, and % is no wildcard', async () => {
  const { id } = await seedOrganization(app, { name: 'Zebra 100% Crossing' });
  await seedOrganization(app, { name: 'Zebra Crossing' });
  expect((await listed({ search: 'zebra' })).map(({ name }) => name)).toEqual([
    'Zebra Crossing',
    'Zebra 100% Crossing',
  ]);
  expect((await listed({ search: '100%' })).map((found) => found.id)).toEqual([id]);
  expect((await listed({ search: ` ${id} ` })).map((found) => found.id)).toEqual([id]);
  expect(await listed({ search: '%zebra%' })).toEqual([]);
  expect(await listed({ first: 1 })).toHaveLength(1);
  const nul = await app.graphql(Organizations, { search: 'a\u0000' }, operator);
  expect(nul.status).toBe(400);
});

test('nobody but a service token with OPERATE operates', async () => {
  const { id: organizationId, owner, addKey } = await seedOrganization(app);
  const { secret } = await addKey({ scopes: ['api-keys:*'], fullAccess: true });
  const verifier = await seedServiceToken(app, ['VERIFY_API_KEYS', 'MANAGE_SERVICE_TOKENS']);
  for (const bearer of [owner.bearer, secret, verifier, undefined]) {
    const send = { bearer };
    const answers = [
      await app.graphql(Organizations, {}, send),
      await app.graphql(CreateOrganization, { input: { name: 'X', ownerEmail: owner.email } }, send),
      await app.graphql(SetOrganizationPlan, { input: { organizationId, plan: 'enterprise' } }, send),
      await app.graphql(SetOrganizationBilling, { input: { organizationId, hasPaymentMethod: true } }, send),
    ];
    for (const { status } of answers) expect(status).toBe(bearer === undefined ? 401 : 403);
  }
  expect(await listed({ search: organizationId })).toMatchObject([{ plan: 'free', hasPaymentMethod: false }]);
  expect(await countOf('X')).toBe(0);
});

type PlanInput = {
  organizationId: string;
  plan: string;
  rateLimit?: { perMinute?: number; perHour?: number } | null;
};

function setPlan(input: PlanInput) {
  return app.graphql(SetOrganizationPlan, { input }, operator);
}

async function listed(variables: { search?: string; first?: number }) {
  const answer = await app.graphql(Organizations, variables, operator);
  return dataOf(answer).organizations.edges.map(({ node }) => node);
}

async function countOf(name: string): Promise<number> {
  const { rowCount } = await app.testDatabase.pool.query('select from organizations where name = $1', [name]);
  return rowCount ?? 0;
}
