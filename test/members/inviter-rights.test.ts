import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import {
  type SeededMember,
  type SeededOrganization,
  seedOrganization,
  seedServiceToken,
} from '../support/seed.ts';
import {
  AcceptInvitation,
  RemoveMember,
  ResendInvitation,
  TransferOwnership,
  UpdateMember,
} from './documents.ts';
import { invite, mintLink } from './invitation-links.ts';

/* An invitation gives no rights that its sender has lost meanwhile. */

let app: TestApp;
let organization: SeededOrganization;
let admin: SeededMember;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  organization = await seedOrganization(app);
  admin = await organization.addMember('ADMIN');
});

const password = 'quartz-lantern-umbrella';
let guests = 0;
const newEmail = () => `guest-${++guests}@example.com`;

async function accept(token: string) {
  const answer = await app.graphql(AcceptInvitation, { input: { token, name: 'Guest', password } });
  return dataOf(answer).acceptInvitation;
}

async function remove(member: SeededMember): Promise<void> {
  const input = { memberId: member.id };
  const answer = await app.graphql(RemoveMember, { input }, { bearer: organization.owner.bearer });
  memberOf(dataOf(answer).removeMember, 'RemoveMemberPayload');
}

async function change(member: SeededMember, role: 'ADMIN' | 'MEMBER', permissions: 'MANAGE_MEMBERS'[] = []) {
  const input = { memberId: member.id, role, permissions };
  const answer = await app.graphql(UpdateMember, { input }, { bearer: organization.owner.bearer });
  memberOf(dataOf(answer).updateMember, 'UpdateMemberPayload');
}

describe('is not accepted after its sender', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['was removed', () => remove(admin)],
    ['is a plain member', () => change(admin, 'MEMBER')],
    ['may still invite, but not make admins', () => change(admin, 'MEMBER', ['MANAGE_MEMBERS'])],
  ])('%s', async (_what, loseRights) => {
    const { token } = await invite(app, admin, { email: newEmail(), role: 'ADMIN' });
    await loseRights();
    const outcome = memberOf(await accept(token), 'InviterLacksRights');
    expect(outcome).toMatchObject({ code: 'INVITER_LACKS_RIGHTS', remedy: expect.stringContaining('again') });
    // Not once more either, and no account was made for the person.
    expect((await accept(token)).__typename).toBe('InviterLacksRights');
  });

  test('may not invite any more, also where it holds all that the invitation gives', async () => {
    const { token } = await invite(app, admin, { email: newEmail(), role: 'MEMBER' });
    await change(admin, 'MEMBER');
    expect((await accept(token)).__typename).toBe('InviterLacksRights');
  });

  test('gave the ownership away, where it makes an owner', async () => {
    const { owner } = organization;
    const { token } = await invite(app, owner, { email: newEmail(), role: 'OWNER' });
    const input = { memberId: admin.id };
    dataOf(await app.graphql(TransferOwnership, { input }, { bearer: owner.bearer }));
    expect((await accept(token)).__typename).toBe('InviterLacksRights');
  });

  test('was a service token that is revoked', async () => {
    const everything = ['READ_ORGANIZATION', 'READ_MEMBERS', 'READ_API_KEYS', 'MANAGE_MEMBERS'] as const;
    const bearer = await seedServiceToken(app, everything);
    const service = { ...organization.owner, bearer };
    const email = newEmail();
    const { token } = await invite(app, service, { email, role: 'MEMBER' }, organization.id);
    await app.testDatabase.pool.query('update service_tokens set revoked_at = now() where last_four = $1', [
      bearer.slice(-4),
    ]);
    expect((await accept(token)).__typename).toBe('InviterLacksRights');
  });
});

test('is accepted while its sender keeps the rights, by whatever role', async () => {
  const { token } = await invite(app, admin, { email: newEmail(), role: 'MEMBER' });
  await change(admin, 'MEMBER', ['MANAGE_MEMBERS']);
  expect((await accept(token)).__typename).toBe('AcceptInvitationPayload');
});

test('is accepted again once somebody with the rights sends it again', async () => {
  const { id, token } = await invite(app, admin, { email: newEmail(), role: 'ADMIN' });
  await remove(admin);
  expect((await accept(token)).__typename).toBe('InviterLacksRights');
  const { bearer } = organization.owner;
  const answer = await app.graphql(ResendInvitation, { input: { id } }, { bearer });
  const { invitation } = memberOf(dataOf(answer).resendInvitation, 'ResendInvitationPayload');
  expect(invitation.invitedBy).toMatchObject({ name: organization.owner.name });
  expect((await accept(await mintLink(app, id))).__typename).toBe('AcceptInvitationPayload');
});

test('to be the first owner of an organization needs no sender, since nobody else could let the owner in; any other does', async () => {
  const { owner } = organization;
  const first = await invite(app, owner, { email: newEmail(), role: 'OWNER' });
  const other = await invite(app, admin, { email: newEmail(), role: 'ADMIN' });
  await app.testDatabase.pool.query('update members set removed_at = now() where organization_id = $1', [
    organization.uuid,
  ]);
  expect((await accept(other.token)).__typename).toBe('InviterLacksRights');
  expect((await accept(first.token)).__typename).toBe('AcceptInvitationPayload');
});
