import { afterAll, beforeAll, expect, test } from 'vitest';
import { enqueue } from '../../src/jobs/enqueue.ts';
import { newUuid } from '../../src/lib/ids.ts';
import { hashSecret } from '../../src/lib/secrets.ts';
import { InviteMember } from '../members/documents.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { tokenOf } from '../support/inbox.ts';
import { startTestMail, type TestMail } from '../support/jobs.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';

let app: TestApp;
let mail: TestMail;
let organization: SeededOrganization;
beforeAll(async () => {
  app = await startTestApp();
  mail = await startTestMail(app);
  organization = await seedOrganization(app, { name: 'Alpha & Søn' });
});
afterAll(async () => {
  await mail.stop();
  await app.close();
});

type Changes = { acceptedAt?: Date; revokedAt?: Date; expiresAt?: Date; invitedByNobody?: boolean };

/** An invitation as the members' side makes it, and the job for its mail. */
async function invite(email: string, { invitedByNobody = false, ...changes }: Changes = {}): Promise<string> {
  const id = newUuid();
  await app.services.database.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('invitations')
      .values({
        id,
        organizationId: organization.uuid,
        email,
        role: 'MEMBER',
        invitedByType: invitedByNobody ? null : 'MEMBER',
        invitedById: invitedByNobody ? null : organization.owner.memberUuid,
        expiresAt: new Date(Date.now() + 7 * 86_400_000),
        ...changes,
      })
      .execute();
    await enqueue(transaction, 'send_invitation', { invitationId: id });
  });
  return id;
}

async function secretHashOf(id: string): Promise<Buffer | null> {
  const { secretHash } = await app.services.database
    .selectFrom('invitations')
    .select('secretHash')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return secretHash;
}

async function jobsLeft(): Promise<number> {
  const { rows } = await app.testDatabase.pool.query(
    `select 1 from graphile_worker.jobs where task_identifier = 'send_invitation'`,
  );
  return rows.length;
}

test('the mail names who invites, to what, until when, and how to accept without a page', async () => {
  const id = await invite('ada@example.com');
  const received = await mail.take('ada@example.com');
  expect(received.mail.subject).toBe('Join Alpha & Søn on Acme');
  const { text = '', html = '' } = received.mail;
  expect(text).toContain(`${organization.owner.name} invites you to join Alpha & Søn on Acme.`);
  expect(text).toContain(`${app.url}/accept-invitation#token=`);
  expect(text).toMatch(/The link works once, until \d+ \w+ \d{4}, \d\d:\d\d UTC\./);
  expect(text).toContain('acceptInvitation(input:');
  expect(text.split(tokenOf(received))).toHaveLength(3);
  expect(html).toContain('Alpha &amp; Søn');
  expect(await secretHashOf(id)).toEqual(hashSecret(tokenOf(received)));
});

test('names that are addresses become no links, in the subject and both texts', async () => {
  const hostile = await seedOrganization(app, { name: 'https://evil.example/login' });
  await app.services.database
    .updateTable('users')
    .set({ name: 'support@evil.example www.evil.example evil。example' })
    .where('id', '=', hostile.owner.userUuid)
    .execute();
  await app.graphql(
    InviteMember,
    { input: { email: 'stranger@example.com', role: 'MEMBER' } },
    { bearer: hostile.owner.bearer },
  );
  const { mail: received } = await mail.take('stranger@example.com');
  for (const part of [received.subject, received.text, received.html]) {
    expect(part).toContain('evil');
    expect(part).not.toMatch(/https?:\/\/evil|evil[.。]example|@evil|www\.evil/);
  }
  expect(received.html).toContain(`<a href="${app.url}/accept-invitation#token=`);
});

test('an invitation of the command line names nobody', async () => {
  await invite('bob@example.com', { invitedByNobody: true });
  const { mail: received } = await mail.take('bob@example.com');
  expect(received.text).toContain('You are invited to join Alpha & Søn on Acme.');
});

test('a second mail has a link of its own, and the first one’s is void', async () => {
  const id = await invite('carol@example.com');
  const first = tokenOf(await mail.take('carol@example.com'));
  await app.services.database
    .transaction()
    .execute((transaction) => enqueue(transaction, 'send_invitation', { invitationId: id }));
  const second = tokenOf(await mail.take('carol@example.com'));
  expect(second).not.toBe(first);
  expect(await secretHashOf(id)).toEqual(hashSecret(second));
});

test('a mail that the server refuses for now is sent later, with a new link', async () => {
  mail.refuse(1);
  const id = await invite('dave@example.com');
  const received = await mail.take('dave@example.com');
  expect(await secretHashOf(id)).toEqual(hashSecret(tokenOf(received)));
  await expect.poll(jobsLeft).toBe(0);
});

test.each([
  ['accepted', { acceptedAt: new Date() }],
  ['revoked', { revokedAt: new Date() }],
  ['expired', { expiresAt: new Date(0) }],
])('no mail is sent of an invitation that is %s, and the job is done', async (state, changes) => {
  const to = `${state}@example.com`;
  const id = await invite(to, changes);
  await expect.poll(jobsLeft).toBe(0);
  expect(mail.received.flatMap(({ recipients }) => recipients)).not.toContain(to);
  expect(await secretHashOf(id)).toBeNull();
});

test('an invitation whose transaction fails is never mailed', async () => {
  const { database } = app.services;
  const undone = database.transaction().execute(async (transaction) => {
    await enqueue(transaction, 'send_invitation', { invitationId: newUuid() });
    throw new Error('Something else went wrong');
  });
  await expect(undone).rejects.toThrow('Something else went wrong');
  expect(await jobsLeft()).toBe(0);
});
