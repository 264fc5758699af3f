import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';
import {
  AcceptInvitation,
  Invitations,
  InviteMember,
  Offer,
  ResendInvitation,
  RevokeInvitation,
} from './documents.ts';
import { invite, mintLink, waitingMails } from './invitation-links.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const now = new Date('2026-06-01T12:00:00Z');

test('an owner invites; the invitation is listed and its mail waits to be sent', async () => {
  await app.clock.set(now);
  const { owner } = await seedOrganization(app);
  const input = {
    email: ' Grace@Example.COM',
    role: 'MEMBER' as const,
    permissions: ['MANAGE_API_KEYS' as const],
  };
  const answer = await app.graphql(InviteMember, { input }, { bearer: owner.bearer });
  const { invitation } = memberOf(dataOf(answer).inviteMember, 'InviteMemberPayload');
  expect(invitation).toEqual({
    id: expect.stringMatching(/^inv_/),
    email: 'grace@example.com',
    role: 'MEMBER',
    grantedPermissions: ['MANAGE_API_KEYS'],
    status: 'PENDING',
    invitedBy: { type: 'MEMBER', name: owner.name },
    createdAt: '2026-06-01T12:00:00.000Z',
    expiresAt: '2026-06-08T12:00:00.000Z',
  });
  expect(await waitingMails(app, invitation.id)).toBe(1);
  const listed = dataOf(await app.graphql(Invitations, {}, { bearer: owner.bearer })).organization;
  expect(listed?.invitations.edges).toEqual([{ node: invitation }]);
});

test('a person who is already a member or invited is not invited again', async () => {
  const { owner, addMember } = await seedOrganization(app);
  const { id, email } = await addMember('MEMBER');
  const { bearer } = owner;
  const known = await app.graphql(InviteMember, { input: { email, role: 'ADMIN' } }, { bearer });
  expect(memberOf(dataOf(known).inviteMember, 'AlreadyMember').member).toEqual({ id, email });
  const input = { email: 'twice@example.com', role: 'MEMBER' as const };
  const first = await invite(app, owner, input);
  const second = await app.graphql(InviteMember, { input }, { bearer });
  expect(memberOf(dataOf(second).inviteMember, 'AlreadyInvited').invitation.id).toBe(first.id);
});

test('a removed member can be invited again', async () => {
  const { owner, addMember } = await seedOrganization(app);
  const { email, memberUuid } = await addMember('MEMBER');
  await app.services.database
    .updateTable('members')
    .set({ removedAt: new Date(0) })
    .where('id', '=', memberUuid)
    .execute();
  const input = { email, role: 'MEMBER' as const };
  const answer = await app.graphql(InviteMember, { input }, { bearer: owner.bearer });
  memberOf(dataOf(answer).inviteMember, 'InviteMemberPayload');
});

test('of two invitations of one email at once, one is made', async () => {
  const { owner } = await seedOrganization(app);
  const input = { email: 'race@example.com', role: 'MEMBER' as const };
  const send = () => app.graphql(InviteMember, { input }, { bearer: owner.bearer });
  const answers = await Promise.all([send(), send(), send()]);
  const names = answers.map((answer) => dataOf(answer).inviteMember.__typename);
  expect(names.toSorted()).toEqual(['AlreadyInvited', 'AlreadyInvited', 'InviteMemberPayload']);
});

test('nobody invites somebody to be more than they are', async () => {
  const { addMember } = await seedOrganization(app);
  const admin = await addMember('ADMIN');
  const deputy = await addMember('MEMBER', ['MANAGE_MEMBERS']);
  const email = 'more@example.com';
  const inputs = [
    [admin, { email, role: 'OWNER' }],
    [deputy, { email, role: 'ADMIN' }],
    [deputy, { email, role: 'MEMBER', permissions: ['MANAGE_API_KEYS'] }],
  ] as const;
  for (const [{ bearer }, input] of inputs) {
    const answer = await app.graphql(InviteMember, { input }, { bearer });
    memberOf(dataOf(answer).inviteMember, 'PermissionNotGrantable');
  }
});

test.each(['admin@localhost', 'user@müller.de', 'r&d@example.com'])('%s can be invited', async (email) => {
  const { owner } = await seedOrganization(app);
  const { data } = await app.graphql(
    InviteMember,
    { input: { email, role: 'MEMBER' } },
    { bearer: owner.bearer },
  );
  expect(data?.inviteMember).toMatchObject({ __typename: 'InviteMemberPayload', invitation: { email } });
});

test('what is no email is refused', async () => {
  const { owner } = await seedOrganization(app);
  for (const email of [
    '',
    'nobody',
    'a@b..c',
    'a@127.0.0.1',
    'a\0@example.com',
    `${'a'.repeat(260)}@example.com`,
  ]) {
    const input = { email, role: 'MEMBER' as const };
    const answer = await app.graphql(InviteMember, { input }, { bearer: owner.bearer });
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  }
});

test('a plain member sees the invitations and changes none', async () => {
  const { owner, addMember } = await seedOrganization(app);
  const { bearer } = await addMember('MEMBER');
  const { id } = await invite(app, owner, { email: 'seen@example.com', role: 'MEMBER' });
  const listed = dataOf(await app.graphql(Invitations, {}, { bearer })).organization?.invitations;
  expect(listed?.edges.map(({ node }) => node.id)).toEqual([id]);
  const answers = [
    await app.graphql(InviteMember, { input: { email: 'x@example.com', role: 'MEMBER' } }, { bearer }),
    await app.graphql(ResendInvitation, { input: { id } }, { bearer }),
    await app.graphql(RevokeInvitation, { input: { id } }, { bearer }),
  ];
  for (const { status } of answers) expect(status).toBe(403);
});

test('another organization’s invitation is not found', async () => {
  const ours = await seedOrganization(app);
  const theirs = await seedOrganization(app);
  const { id, token } = await invite(app, theirs.owner, { email: 'theirs@example.com', role: 'MEMBER' });
  const { bearer } = ours.owner;
  const answers = [
    await app.graphql(ResendInvitation, { input: { id } }, { bearer }),
    await app.graphql(RevokeInvitation, { input: { id } }, { bearer }),
  ];
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 404, errors: [{ message: 'The invitation was not found.' }] });
  }
  expect(dataOf(await app.graphql(Offer, { token })).invitation).not.toBeNull();
});

test('a revoked invitation is gone from the list and its link is void', async () => {
  const { owner } = await seedOrganization(app);
  const { id, token } = await invite(app, owner, { email: 'gone@example.com', role: 'MEMBER' });
  const { bearer } = owner;
  const revoked = await app.graphql(RevokeInvitation, { input: { id } }, { bearer });
  expect(memberOf(dataOf(revoked).revokeInvitation, 'RevokeInvitationPayload').invitation.status).toBe(
    'REVOKED',
  );
  const listed = dataOf(await app.graphql(Invitations, {}, { bearer })).organization?.invitations;
  expect(listed?.edges).toEqual([]);
  expect(dataOf(await app.graphql(Offer, { token })).invitation).toBeNull();
  const input = { token, name: 'Gone', password: 'correct battery staple' };
  const accepted = await app.graphql(AcceptInvitation, { input });
  expect(memberOf(dataOf(accepted).acceptInvitation, 'InvalidLink').code).toBe('INVALID_LINK');
  const again = await app.graphql(RevokeInvitation, { input: { id } }, { bearer });
  expect(again.status).toBe(404);
});

test('sending again voids the old link and gives the new one seven days', async () => {
  await app.clock.set(now);
  const { owner } = await seedOrganization(app);
  const { id, token } = await invite(app, owner, { email: 'again@example.com', role: 'MEMBER' });
  await app.clock.advance({ days: 8 });
  expect(dataOf(await app.graphql(Offer, { token })).invitation).toBeNull();
  const { bearer } = owner;
  const listed = dataOf(await app.graphql(Invitations, {}, { bearer })).organization?.invitations;
  expect(listed?.edges.map(({ node }) => node.status)).toEqual(['EXPIRED']);
  const answer = await app.graphql(ResendInvitation, { input: { id } }, { bearer });
  expect(memberOf(dataOf(answer).resendInvitation, 'ResendInvitationPayload').invitation).toMatchObject({
    status: 'PENDING',
    expiresAt: '2026-06-16T12:00:00.000Z',
  });
  expect(dataOf(await app.graphql(Offer, { token })).invitation).toBeNull();
  expect(await waitingMails(app, id)).toBe(1);
  const renewed = await mintLink(app, id);
  expect(dataOf(await app.graphql(Offer, { token: renewed })).invitation?.email).toBe('again@example.com');
});

test('whose invitation expired can be invited anew', async () => {
  await app.clock.set(now);
  const { owner } = await seedOrganization(app);
  const input = { email: 'late@example.com', role: 'MEMBER' as const };
  const { id } = await invite(app, owner, input);
  await app.clock.advance({ days: 7 });
  const second = await invite(app, owner, input);
  expect(second.id).not.toBe(id);
  const listed = dataOf(await app.graphql(Invitations, {}, { bearer: owner.bearer })).organization;
  expect(listed?.invitations.edges.map(({ node }) => node.id)).toEqual([second.id]);
});

test('an admin neither resends nor revokes an owner’s invitation to be an owner', async () => {
  const { owner, addMember } = await seedOrganization(app);
  const { bearer } = await addMember('ADMIN');
  const { id } = await invite(app, owner, { email: 'partner@example.com', role: 'OWNER' });
  const resent = await app.graphql(ResendInvitation, { input: { id } }, { bearer });
  memberOf(dataOf(resent).resendInvitation, 'PermissionNotGrantable');
  const revoked = await app.graphql(RevokeInvitation, { input: { id } }, { bearer });
  memberOf(dataOf(revoked).revokeInvitation, 'PermissionNotGrantable');
});

test('a service token that may manage members invites for the organization it names', async () => {
  const { id: organization } = await seedOrganization(app);
  const bearer = await seedServiceToken(app, [
    'READ_ORGANIZATION',
    'READ_MEMBERS',
    'READ_API_KEYS',
    'MANAGE_MEMBERS',
  ]);
  const input = { email: 'service@example.com', role: 'MEMBER' as const };
  const answer = await app.graphql(InviteMember, { input }, { bearer, organization });
  const { invitation } = memberOf(dataOf(answer).inviteMember, 'InviteMemberPayload');
  expect(invitation.invitedBy?.type).toBe('SERVICE');
  const nowhere = await app.graphql(InviteMember, { input }, { bearer });
  expect(nowhere.status).toBe(400);
});
