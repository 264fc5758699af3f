import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf } from '../support/graphql.ts';
import { type SeededMember, type SeededOrganization, seedOrganization } from '../support/seed.ts';
import { RemoveMember, TransferOwnership, UpdateMember } from './documents.ts';

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

// Each race is run several times, on two nodes: one lucky order proves little.
const rounds = Array.from({ length: 12 }, (_, round) => round);

test.each(rounds)('of two owners who both leave at once, one stays (%i)', async () => {
  const [first, second, organization] = await twoOwners();
  const results = await Promise.all([leave(app, first), leave(otherNode, second)]);
  expect(results.toSorted()).toEqual(['LastOwner', 'RemoveMemberPayload']);
  expect(await owners(organization)).toHaveLength(1);
});

test.each(rounds)('of two owners who demote each other at once, one stays (%i)', async () => {
  const [first, second, organization] = await twoOwners();
  await Promise.all([demote(app, first, second), demote(otherNode, second, first)]);
  expect(await owners(organization)).toHaveLength(1);
});

test.each(rounds)('of two owners who remove each other at once, one stays (%i)', async () => {
  const [first, second, organization] = await twoOwners();
  await Promise.all([remove(app, first, second), remove(otherNode, second, first)]);
  expect(await owners(organization)).toHaveLength(1);
});

test.each(rounds)('of two transfers by one owner at once, one takes place (%i)', async () => {
  const organization = await seedOrganization(app);
  const targets = [await organization.addMember('MEMBER'), await organization.addMember('ADMIN')];
  const { bearer } = organization.owner;
  const answers = await Promise.all(
    targets.map(({ id: memberId }, index) =>
      (index === 0 ? app : otherNode).graphql(TransferOwnership, { input: { memberId } }, { bearer }),
    ),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403]);
  expect(await owners(organization)).toHaveLength(1);
});

test.each(rounds)(
  'an owner who leaves while giving the ownership away leaves an owner behind (%i)',
  async () => {
    const organization = await seedOrganization(app);
    const { id: memberId } = await organization.addMember('ADMIN');
    const { owner } = organization;
    await Promise.all([
      app.graphql(TransferOwnership, { input: { memberId } }, { bearer: owner.bearer }),
      leave(otherNode, owner),
    ]);
    expect(await owners(organization)).toHaveLength(1);
  },
);

async function twoOwners(): Promise<[SeededMember, SeededMember, SeededOrganization]> {
  const organization = await seedOrganization(app);
  return [organization.owner, await organization.addMember('OWNER'), organization];
}

async function leave(node: TestApp, { id: memberId, bearer }: SeededMember) {
  return dataOf(await node.graphql(RemoveMember, { input: { memberId } }, { bearer })).removeMember
    .__typename;
}

function remove(node: TestApp, actor: SeededMember, { id: memberId }: SeededMember) {
  return node.graphql(RemoveMember, { input: { memberId } }, { bearer: actor.bearer });
}

function demote(node: TestApp, actor: SeededMember, { id: memberId }: SeededMember) {
  return node.graphql(UpdateMember, { input: { memberId, role: 'MEMBER' } }, { bearer: actor.bearer });
}

async function owners({ uuid }: SeededOrganization) {
  return app.services.database
    .selectFrom('members')
    .select('id')
    .where('organizationId', '=', uuid)
    .where('role', '=', 'OWNER')
    .where('removedAt', 'is', null)
    .execute();
}
