import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseId } from '../../src/lib/ids.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';
import { whileLocked } from '../support/while-locked.ts';
import { AcceptInvitation, MyRights, Offer } from './documents.ts';
import { invite } from './invitation-links.ts';

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

const password = 'quartz-lantern-umbrella';

test('a new person gives a name and a password, and is a member with the offered rights', async () => {
  const organization = await seedOrganization(app, { name: 'Analytical Engines' });
  const email = 'new@example.com';
  const { token } = await invite(app, organization.owner, {
    email,
    role: 'MEMBER',
    permissions: ['MANAGE_API_KEYS'],
  });
  expect(dataOf(await app.graphql(Offer, { token })).invitation).toEqual({
    organizationName: 'Analytical Engines',
    email,
    role: 'MEMBER',
    expiresAt: expect.any(String),
    hasAccount: false,
  });
  const answer = await app.graphql(AcceptInvitation, { input: { token, name: 'Nell New', password } });
  expect(dataOf(answer).acceptInvitation).toEqual({
    __typename: 'AcceptInvitationPayload',
    organizationId: organization.id,
    member: {
      id: expect.stringMatching(/^mem_/),
      name: 'Nell New',
      email,
      role: 'MEMBER',
      grantedPermissions: ['MANAGE_API_KEYS'],
    },
  });
  expect(dataOf(await app.graphql(Offer, { token })).invitation).toBeNull();
  const stored = await app.services.database
    .selectFrom('users')
    .select('passwordHash')
    .where('email', '=', email)
    .executeTakeFirstOrThrow();
  expect(stored.passwordHash).toMatch(/^\$argon2id\$/);
});

test('a new person without a name or with a bad password gets no account, and the link stays good', async () => {
  const { owner } = await seedOrganization(app);
  const email = 'careless@example.com';
  const { token } = await invite(app, owner, { email, role: 'MEMBER' });
  const nameless = await app.graphql(AcceptInvitation, { input: { token, password } });
  expect(nameless).toMatchObject({
    status: 400,
    errors: [{ message: 'input.name: is required, because the invited email has no account yet' }],
  });
  const weak = await app.graphql(AcceptInvitation, { input: { token, name: 'C', password: 'password123' } });
  expect(memberOf(dataOf(weak).acceptInvitation, 'UnsuitablePassword').code).toBe('UNSUITABLE_PASSWORD');
  expect(dataOf(await app.graphql(Offer, { token })).invitation?.hasAccount).toBe(false);
});

test('an existing person joins when signed in to the invited account, and only so', async () => {
  const ours = await seedOrganization(app);
  const { owner: guest, id: home } = await seedOrganization(app);
  const { token } = await invite(app, ours.owner, { email: guest.email, role: 'ADMIN' });
  expect(dataOf(await app.graphql(Offer, { token })).invitation?.hasAccount).toBe(true);

  const anonymous = await app.graphql(AcceptInvitation, { input: { token, name: 'Eve', password } });
  expect(anonymous).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  const service = await seedServiceToken(app, ['OPERATE']);
  for (const bearer of [ours.owner.bearer, service]) {
    const stranger = await app.graphql(AcceptInvitation, { input: { token } }, { bearer });
    expect(stranger).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  }
  const { bearer } = guest;
  const input = { token, password };
  const changing = await app.graphql(AcceptInvitation, { input }, { bearer });
  expect(changing).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });

  const answer = await app.graphql(AcceptInvitation, { input: { token } }, { bearer });
  expect(memberOf(dataOf(answer).acceptInvitation, 'AcceptInvitationPayload')).toMatchObject({
    organizationId: ours.id,
    member: { email: guest.email, name: guest.name, role: 'ADMIN' },
  });
  for (const organization of [ours.id, home]) {
    const rights = dataOf(await otherNode.graphql(MyRights, {}, { bearer, organization })).organization;
    expect(rights?.id).toBe(organization);
  }
});

test('an account that was removed from the organization joins it again as a new member', async () => {
  const { owner, addMember, uuid } = await seedOrganization(app);
  const { email, bearer, id } = await addMember('ADMIN');
  await app.testDatabase.pool.query(
    'update members set removed_at = now() where organization_id = $1 and role = $2',
    [uuid, 'ADMIN'],
  );
  const { token } = await invite(app, owner, { email, role: 'MEMBER' });
  const answer = await app.graphql(AcceptInvitation, { input: { token } }, { bearer });
  const { member } = memberOf(dataOf(answer).acceptInvitation, 'AcceptInvitationPayload');
  expect(member.role).toBe('MEMBER');
  expect(member.id).not.toBe(id);
});

test('a link that nobody was sent is invalid, whatever it looks like', async () => {
  for (const token of ['', 'x', 'A'.repeat(43)]) {
    const input = { token, name: 'Eve', password };
    const answer = await app.graphql(AcceptInvitation, { input });
    expect(dataOf(answer).acceptInvitation).toEqual({
      __typename: 'InvalidLink',
      code: 'INVALID_LINK',
      message: 'The link is not valid, or is no longer valid.',
    });
  }
});

test('an invitation that is taken back while its acceptance waits is not accepted', async () => {
  const { owner, uuid } = await seedOrganization(app);
  const { id, token } = await invite(app, owner, { email: 'late@example.com', role: 'MEMBER' });
  const answer = await whileLocked(
    app.testDatabase.pool,
    { organizations: uuid },
    () => app.graphql(AcceptInvitation, { input: { token, name: 'Late', password } }),
    () =>
      app.services.database
        .updateTable('invitations')
        .set({ secretHash: null, revokedAt: new Date() })
        .where('id', '=', parseId('invitation', id))
        .execute(),
  );
  expect(dataOf(answer).acceptInvitation.__typename).toBe('InvalidLink');
  expect(await membersOf(uuid)).toHaveLength(1);
});

const rounds = Array.from({ length: 8 }, (_, round) => round);

test.each(rounds)('a link that two use at once makes one member (%i)', async (round) => {
  const { owner, uuid } = await seedOrganization(app);
  const email = `racer-${round}@example.com`;
  const { token } = await invite(app, owner, { email, role: 'MEMBER' });
  const answers = await Promise.all(
    [app, otherNode, app, otherNode].map((node) =>
      node.graphql(AcceptInvitation, { input: { token, name: 'Racer', password } }),
    ),
  );
  const accepted = answers.filter(
    ({ data }) => data?.acceptInvitation.__typename === 'AcceptInvitationPayload',
  );
  expect(accepted).toHaveLength(1);
  const rest = answers.filter((answer) => !accepted.includes(answer));
  // They find the link used, or the account made a moment ago.
  for (const { data, status } of rest) {
    expect(data?.acceptInvitation.__typename ?? status).toSatisfy(
      (outcome) => outcome === 'InvalidLink' || outcome === 401,
    );
  }
  expect(await membersOf(uuid)).toHaveLength(2);
});

test.each(rounds)('two organizations’ links for one new email make one account (%i)', async (round) => {
  const organizations = [await seedOrganization(app), await seedOrganization(app)];
  const email = `wanted-${round}@example.com`;
  const links = await Promise.all(
    organizations.map(({ owner }) => invite(app, owner, { email, role: 'MEMBER' })),
  );
  const answers = await Promise.all(
    links.map(({ token }, index) =>
      (index === 0 ? app : otherNode).graphql(AcceptInvitation, {
        input: { token, name: 'Wanted', password },
      }),
    ),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
});

function membersOf(organizationUuid: string) {
  return app.services.database
    .selectFrom('members')
    .select('id')
    .where('organizationId', '=', organizationUuid)
    .execute();
}
