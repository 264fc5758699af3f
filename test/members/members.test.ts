import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatId, newUuid } from '../../src/lib/ids.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';
import { Members, MyRights, OneMember, RemoveMember, TransferOwnership, UpdateMember } from './documents.ts';

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

test('a member sees the members and what each may do', async () => {
  const { owner, addMember } = await seedOrganization(app);
  const deputy = await addMember('MEMBER', ['MANAGE_MEMBERS']);
  const answer = await app.graphql(Members, {}, { bearer: deputy.bearer });
  const nodes = dataOf(answer).organization?.members.edges.map(({ node }) => node);
  expect(nodes).toEqual([
    {
      id: deputy.id,
      name: deputy.name,
      email: deputy.email,
      role: 'MEMBER',
      permissions: ['READ_ORGANIZATION', 'READ_MEMBERS', 'MANAGE_MEMBERS', 'READ_API_KEYS'],
      grantedPermissions: ['MANAGE_MEMBERS'],
    },
    expect.objectContaining({ id: owner.id, role: 'OWNER', grantedPermissions: [] }),
  ]);
});

test('the list of members is read in pages', async () => {
  const { owner, addMember } = await seedOrganization(app);
  const last = await addMember('ADMIN');
  const first = dataOf(await app.graphql(Members, { first: 1 }, { bearer: owner.bearer })).organization
    ?.members;
  expect(first?.edges.map(({ node }) => node.id)).toEqual([last.id]);
  expect(first?.pageInfo.hasNextPage).toBe(true);
  const after = first?.pageInfo.endCursor ?? null;
  const second = dataOf(
    await app.graphql(Members, { first: 1, after }, { bearer: owner.bearer }),
  ).organization;
  expect(second?.members.edges.map(({ node }) => node.id)).toEqual([owner.id]);
  expect(second?.members.pageInfo.hasNextPage).toBe(false);
});

test('a member of another organization is like one that does not exist', async () => {
  const ours = await seedOrganization(app);
  const theirs = await seedOrganization(app);
  const { bearer } = ours.owner;
  for (const memberId of [theirs.owner.id, formatId('member', newUuid()), ours.id, 'nonsense']) {
    const found = await app.graphql(OneMember, { id: memberId }, { bearer });
    expect(dataOf(found).organization?.member).toBeNull();
    const answers = [
      await app.graphql(UpdateMember, { input: { memberId, role: 'MEMBER' } }, { bearer }),
      await app.graphql(RemoveMember, { input: { memberId } }, { bearer }),
      await app.graphql(TransferOwnership, { input: { memberId } }, { bearer }),
    ];
    for (const { status, errors } of answers) {
      expect(status).toBe(404);
      expect(errors.map(({ message, extensions }) => [message, extensions.code])).toEqual([
        ['The member was not found.', 'NOT_FOUND'],
      ]);
    }
  }
  const untouched = await app.graphql(OneMember, { id: theirs.owner.id }, { bearer: theirs.owner.bearer });
  expect(dataOf(untouched).organization?.member?.role).toBe('OWNER');
});

test('an owner changes a member’s role and grants, in effect on every node at the next request', async () => {
  const { owner, addMember } = await seedOrganization(app);
  const { id: memberId, bearer } = await addMember('MEMBER');
  const answer = await app.graphql(
    UpdateMember,
    { input: { memberId, permissions: ['MANAGE_API_KEYS', 'MANAGE_MEMBERS', 'MANAGE_API_KEYS'] } },
    { bearer: owner.bearer },
  );
  expect(memberOf(dataOf(answer).updateMember, 'UpdateMemberPayload').member).toMatchObject({
    id: memberId,
    role: 'MEMBER',
    grantedPermissions: ['MANAGE_MEMBERS', 'MANAGE_API_KEYS'],
  });
  const rights = dataOf(await otherNode.graphql(MyRights, {}, { bearer })).organization?.viewerPermissions;
  expect(rights).toContain('MANAGE_API_KEYS');
  await app.graphql(UpdateMember, { input: { memberId, permissions: [] } }, { bearer: owner.bearer });
  const refused = await otherNode.graphql(UpdateMember, { input: { memberId, role: 'MEMBER' } }, { bearer });
  expect(refused).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
});

test('what is left out of a change stays', async () => {
  const { owner, addMember } = await seedOrganization(app);
  const { id: memberId } = await addMember('MEMBER', ['MANAGE_API_KEYS']);
  const answer = await app.graphql(
    UpdateMember,
    { input: { memberId, role: 'ADMIN' } },
    { bearer: owner.bearer },
  );
  expect(memberOf(dataOf(answer).updateMember, 'UpdateMemberPayload').member).toMatchObject({
    role: 'ADMIN',
    grantedPermissions: ['MANAGE_API_KEYS'],
  });
});

test('an admin can neither make nor unmake an owner', async () => {
  const { owner, addMember } = await seedOrganization(app);
  const admin = await addMember('ADMIN');
  const member = await addMember('MEMBER');
  const refusals = [
    dataOf(
      await app.graphql(
        UpdateMember,
        { input: { memberId: owner.id, role: 'MEMBER' } },
        { bearer: admin.bearer },
      ),
    ).updateMember,
    dataOf(
      await app.graphql(
        UpdateMember,
        { input: { memberId: member.id, role: 'OWNER' } },
        { bearer: admin.bearer },
      ),
    ).updateMember,
    dataOf(await app.graphql(RemoveMember, { input: { memberId: owner.id } }, { bearer: admin.bearer }))
      .removeMember,
  ];
  for (const refusal of refusals) {
    expect(memberOf(refusal, 'PermissionNotGrantable')).toEqual({
      __typename: 'PermissionNotGrantable',
      code: 'PERMISSION_NOT_GRANTABLE',
      permissions: ['TRANSFER_OWNERSHIP'],
    });
  }
  const transfer = await app.graphql(
    TransferOwnership,
    { input: { memberId: admin.id } },
    { bearer: admin.bearer },
  );
  expect(transfer).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
});

test('a member granted MANAGE_MEMBERS makes nobody more than that', async () => {
  const { addMember } = await seedOrganization(app);
  const deputy = await addMember('MEMBER', ['MANAGE_MEMBERS']);
  const inputs = [
    { memberId: deputy.id, role: 'ADMIN' as const },
    { memberId: deputy.id, permissions: ['MANAGE_MEMBERS' as const, 'MANAGE_API_KEYS' as const] },
  ];
  for (const input of inputs) {
    const answer = await app.graphql(UpdateMember, { input }, { bearer: deputy.bearer });
    memberOf(dataOf(answer).updateMember, 'PermissionNotGrantable');
  }
});

test('a permission that is not grantable cannot be granted', async () => {
  const { owner, addMember } = await seedOrganization(app);
  const { id: memberId } = await addMember('MEMBER');
  const answer = await app.graphql(
    UpdateMember,
    { input: { memberId, permissions: ['TRANSFER_OWNERSHIP'] } },
    { bearer: owner.bearer },
  );
  expect(answer.status).toBe(400);
  expect(answer.errors.map(({ extensions }) => extensions['problems'])).toMatchInlineSnapshot(`
    [
      [
        {
          "field": "input.permissions.0",
          "problem": "expected one that can be granted to members: MANAGE_ORGANIZATION, MANAGE_MEMBERS, MANAGE_API_KEYS, READ_AUDIT_LOG",
        },
      ],
    ]
  `);
});

test('a removed member has no access from the next request on, on any node, and is not shown', async () => {
  const { owner, addMember } = await seedOrganization(app);
  const { id: memberId, bearer } = await addMember('ADMIN');
  const answer = await app.graphql(RemoveMember, { input: { memberId } }, { bearer: owner.bearer });
  expect(dataOf(answer).removeMember).toEqual({
    __typename: 'RemoveMemberPayload',
    removedMemberId: memberId,
    apiKeys: { edges: [] },
  });
  const refused = await otherNode.graphql(MyRights, {}, { bearer });
  // Of no organization at all, so no header could name one.
  expect(refused).toMatchObject({
    status: 403,
    errors: [
      {
        message: 'You are a member of no organization.',
        extensions: { code: 'FORBIDDEN', remedy: 'Accept an invitation, or ask to be invited.' },
      },
    ],
  });
  const left = dataOf(await otherNode.graphql(Members, {}, { bearer: owner.bearer })).organization?.members;
  expect(left?.edges.map(({ node }) => node.id)).toEqual([owner.id]);
  const again = await app.graphql(RemoveMember, { input: { memberId } }, { bearer: owner.bearer });
  expect(again.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
});

test('a plain member leaves, but removes nobody else', async () => {
  const { addMember } = await seedOrganization(app);
  const { id: memberId, bearer } = await addMember('MEMBER');
  const other = await addMember('MEMBER');
  const refused = await app.graphql(RemoveMember, { input: { memberId: other.id } }, { bearer });
  expect(refused).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  const left = await app.graphql(RemoveMember, { input: { memberId } }, { bearer });
  memberOf(dataOf(left).removeMember, 'RemoveMemberPayload');
});

test('the last owner can neither leave nor step down', async () => {
  const { owner, addMember } = await seedOrganization(app);
  await addMember('ADMIN');
  const { id: memberId, bearer } = owner;
  const demoted = await app.graphql(UpdateMember, { input: { memberId, role: 'ADMIN' } }, { bearer });
  expect(dataOf(demoted).updateMember).toMatchInlineSnapshot(`
    {
      "__typename": "LastOwner",
      "code": "LAST_OWNER",
      "message": "An organization always has an owner, and this is its last one.",
      "remedy": "Make another member an owner first.",
    }
  `);
  const left = await app.graphql(RemoveMember, { input: { memberId } }, { bearer });
  memberOf(dataOf(left).removeMember, 'LastOwner');
});

test('ownership is transferred: one becomes owner and the other admin', async () => {
  const { owner, addMember } = await seedOrganization(app);
  const { id: memberId } = await addMember('MEMBER');
  const answer = await app.graphql(TransferOwnership, { input: { memberId } }, { bearer: owner.bearer });
  expect(dataOf(answer).transferOwnership).toEqual({
    owner: { id: memberId, role: 'OWNER' },
    previousOwner: { id: owner.id, role: 'ADMIN' },
  });
  const again = await app.graphql(TransferOwnership, { input: { memberId } }, { bearer: owner.bearer });
  expect(again).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
});

test('ownership is not transferred to oneself', async () => {
  const { owner } = await seedOrganization(app);
  const input = { memberId: owner.id };
  const answer = await app.graphql(TransferOwnership, { input }, { bearer: owner.bearer });
  expect(answer).toMatchObject({ status: 400, errors: [{ message: 'input.memberId: is yourself' }] });
});

test('a service token acts on members where it was given the rights, and never as an owner', async () => {
  const { id: organization, addMember, owner } = await seedOrganization(app);
  const { id: memberId } = await addMember('MEMBER');
  const reader = await seedServiceToken(app, ['READ_ORGANIZATION', 'READ_MEMBERS']);
  const refused = await app.graphql(RemoveMember, { input: { memberId } }, { bearer: reader, organization });
  expect(refused.status).toBe(403);
  const manager = await seedServiceToken(app, [
    'READ_ORGANIZATION',
    'READ_MEMBERS',
    'MANAGE_MEMBERS',
    'READ_API_KEYS',
    'TRANSFER_OWNERSHIP',
  ]);
  const send = { bearer: manager, organization };
  const kept = await app.graphql(RemoveMember, { input: { memberId: owner.id } }, send);
  memberOf(dataOf(kept).removeMember, 'PermissionNotGrantable');
  const transfer = await app.graphql(TransferOwnership, { input: { memberId } }, send);
  expect(transfer.status).toBe(403);
  const removed = await app.graphql(RemoveMember, { input: { memberId } }, send);
  memberOf(dataOf(removed).removeMember, 'RemoveMemberPayload');
});

test('a key never acts on members, whatever its scopes', async () => {
  const { addKey, addMember } = await seedOrganization(app);
  const { id: memberId } = await addMember('MEMBER');
  const { secret } = await addKey({ scopes: ['api-keys:*'], fullAccess: true });
  const answers = [
    await app.graphql(Members, {}, { bearer: secret }),
    await app.graphql(RemoveMember, { input: { memberId } }, { bearer: secret }),
    await app.graphql(UpdateMember, { input: { memberId, role: 'ADMIN' } }, { bearer: secret }),
  ];
  for (const { status } of answers) expect(status).toBe(403);
});

test('nobody who is not signed in sees or changes members', async () => {
  const { owner } = await seedOrganization(app);
  const answers = [
    await app.graphql(Members, {}),
    await app.graphql(RemoveMember, { input: { memberId: owner.id } }),
    await app.graphql(UpdateMember, { input: { memberId: owner.id } }),
    await app.graphql(TransferOwnership, { input: { memberId: owner.id } }),
  ];
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  }
});
