import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { type SeededMember, type SeededOrganization, seedOrganization } from '../support/seed.ts';
import { InviteMember, ResendInvitation, RevokeInvitation } from './documents.ts';

let app: TestApp;
let organization: SeededOrganization;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
// The clock stands still, so that no delay ends by itself in the middle of a test.
beforeEach(async () => {
  await app.clock.set(new Date());
  organization = await seedOrganization(app);
});

function send({ bearer }: SeededMember, email: string) {
  return app.graphql(InviteMember, { input: { email, role: 'MEMBER' } }, { bearer });
}

async function invited(owner: SeededMember, email: string): Promise<string> {
  const answer = await send(owner, email);
  return memberOf(dataOf(answer).inviteMember, 'InviteMemberPayload').invitation.id;
}

async function resend({ bearer }: SeededMember, id: string) {
  return app.graphql(ResendInvitation, { input: { id } }, { bearer });
}

async function takeBack({ bearer }: SeededMember, id: string): Promise<void> {
  dataOf(await app.graphql(RevokeInvitation, { input: { id } }, { bearer }));
}

async function storedInvitations(): Promise<number> {
  const { rowCount } = await app.testDatabase.pool.query(
    'select from invitations where organization_id = $1',
    [organization.uuid],
  );
  return rowCount ?? 0;
}

test('an address gets five mails at once; the next is refused, and Retry-After says for how long', async () => {
  const { owner } = organization;
  const id = await invited(owner, 'ada@example.com');
  for (let count = 0; count < 4; count += 1) dataOf(await resend(owner, id));
  const refused = await resend(owner, id);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
  expect(refused.errors[0]).toMatchObject({
    message: 'Too many invitations. Try again in 60 seconds.',
    extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 60 },
  });
  // Neither does inviting anew lead around it, in whatever spelling.
  await takeBack(owner, id);
  expect((await send(owner, 'Ada@Example.com')).errors[0]?.extensions.code).toBe('RATE_LIMITED');
  expect(await storedInvitations()).toBe(1);

  await app.clock.advance({ minutes: 1 });
  await invited(owner, 'ada@example.com');
  expect((await send(owner, 'grace@example.com')).errors).toEqual([]);
});

test('what sends no mail counts nothing', async () => {
  const { owner } = organization;
  const member = await organization.addMember('MEMBER');
  await invited(owner, 'ada@example.com');
  for (let count = 0; count < 10; count += 1) {
    memberOf(dataOf(await send(owner, member.email)).inviteMember, 'AlreadyMember');
    memberOf(dataOf(await send(owner, 'ada@example.com')).inviteMember, 'AlreadyInvited');
  }
  expect((await send(owner, 'grace@example.com')).errors).toEqual([]);
});

test('one organization’s invitations never keep another from inviting the same person', async () => {
  const id = await invited(organization.owner, 'ada@example.com');
  for (let count = 0; count < 4; count += 1) dataOf(await resend(organization.owner, id));
  expect((await resend(organization.owner, id)).status).toBe(429);
  const other = await seedOrganization(app);
  await invited(other.owner, 'ada@example.com');
});

test('an organization invites two hundred addresses at once, and then at most one a minute', async () => {
  const people = Array.from({ length: 220 }, (_, index) => `person${index}@example.com`);
  const answers: Awaited<ReturnType<typeof send>>[] = [];
  // Twenty at a time: all at once would wait for each other longer than a request may.
  while (answers.length < people.length) {
    const next = people.slice(answers.length, answers.length + 20);
    answers.push(...(await Promise.all(next.map((email) => send(organization.owner, email)))));
  }
  const refused = answers.filter(({ errors }) => errors[0]?.extensions.code === 'RATE_LIMITED');
  expect(refused).toHaveLength(20);
  expect(await storedInvitations()).toBe(200);
});
