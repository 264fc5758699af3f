import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseId } from '../../src/lib/ids.ts';
import { graphql } from '../gql/index.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, type GraphQLAnswer, memberOf } from '../support/graphql.ts';
import { seedOrganization, seedSession } from '../support/seed.ts';
import { whileLocked } from '../support/while-locked.ts';
import { from, goodPassword, seedPerson, signIn, ViewerQuery } from './people.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const RevokeSession = graphql(`
  mutation RevokeSession($input: RevokeSessionInput!) { revokeSession(input: $input) { revokedSessionId } }
`);
const RevokeOtherSessions = graphql(`mutation RevokeOtherSessions { revokeOtherSessions { revokedCount } }`);
const SignOut = graphql(`mutation SignOutOfEnded { signOut { signedOut } }`);
const UpdateViewer = graphql(`
  mutation UpdateViewer($input: UpdateViewerInput!) { updateViewer(input: $input) { viewer { id email name } } }
`);

async function sessionsOf(bearer: string) {
  const { viewer } = dataOf(await app.graphql(ViewerQuery, {}, { bearer }));
  if (viewer === null) throw new Error('Nobody is signed in');
  return viewer.sessions;
}

test('the sessions are listed with where they were started, and which one asks', async () => {
  const { owner } = await seedOrganization(app);
  const person = await seedPerson(app);
  const options = { headers: { 'x-forwarded-for': '2001:DB8::0:7', 'user-agent': 'A browser' } };
  const answer = await signIn(app, person.email, goodPassword, options);
  const { sessionToken } = memberOf(dataOf(answer).signIn, 'SignInPayload');
  const sessions = await sessionsOf(sessionToken);
  expect(sessions).toHaveLength(2);
  expect(sessions[0]).toEqual({
    id: expect.stringMatching(/^ses_/),
    current: true,
    address: '2001:db8::7',
    userAgent: 'A browser',
    createdAt: expect.any(String),
    lastUsedAt: expect.any(String),
    expiresAt: expect.any(String),
  });
  expect(sessions[1]).toMatchObject({ current: false, address: null, userAgent: null });
  expect((await sessionsOf(owner.bearer)).map(({ id }) => id)).not.toContain(sessions[0]?.id);
});

test('a session of one’s own is ended from the next request on', async () => {
  const { owner } = await seedOrganization(app);
  const other = await seedSession(app.services.database, owner.userUuid);
  const id = (await sessionsOf(other)).find(({ current }) => current)?.id ?? '';
  const { revokeSession } = dataOf(await app.graphql(RevokeSession, { input: { id } }, owner));
  expect(revokeSession).toEqual({ revokedSessionId: id });
  expect((await app.graphql(ViewerQuery, {}, { bearer: other })).status).toBe(401);
  const again = await app.graphql(RevokeSession, { input: { id } }, owner);
  expect(again.errors[0]?.extensions.code).toBe('NOT_FOUND');
});

test('another person’s session is “not found”, as one that never was, and stays', async () => {
  const { owner } = await seedOrganization(app);
  const { owner: stranger } = await seedOrganization(app);
  const id = (await sessionsOf(stranger.bearer))[0]?.id ?? '';
  const answers = [];
  for (const named of [id, 'ses_00000000000000000000000000', 'ses_x', owner.id, '']) {
    answers.push(await app.graphql(RevokeSession, { input: { id: named } }, owner));
  }
  for (const { errors, status } of answers) {
    expect([status, errors]).toEqual([answers[1]?.status, answers[1]?.errors]);
  }
  expect(answers[0]?.errors[0]?.extensions.code).toBe('NOT_FOUND');
  expect(await sessionsOf(stranger.bearer)).toHaveLength(1);
});

test('all other sessions are ended at once, and nobody else’s', async () => {
  const { owner } = await seedOrganization(app);
  const { owner: stranger } = await seedOrganization(app);
  const others = await Promise.all([1, 2, 3].map(() => seedSession(app.services.database, owner.userUuid)));
  const answer = dataOf(await app.graphql(RevokeOtherSessions, {}, owner));
  expect(answer.revokeOtherSessions.revokedCount).toBe(3);
  for (const bearer of others) expect((await app.graphql(ViewerQuery, {}, { bearer })).status).toBe(401);
  expect(await sessionsOf(owner.bearer)).toHaveLength(1);
  expect(await sessionsOf(stranger.bearer)).toHaveLength(1);
});

const ofOneself: Readonly<Record<string, (bearer: string) => Promise<Pick<GraphQLAnswer<never>, 'errors'>>>> =
  {
    'changes the name': (bearer) => app.graphql(UpdateViewer, { input: { name: 'Late' } }, { bearer }),
    'ends the other sessions': (bearer) => app.graphql(RevokeOtherSessions, {}, { bearer }),
    'signs out': (bearer) => app.graphql(SignOut, {}, { bearer }),
  };

test.each(Object.entries(ofOneself))(
  'what waited while its session was ended is refused, and changes nothing: it %s',
  async (_what, begin) => {
    const { owner } = await seedOrganization(app);
    const ended = await seedSession(app.services.database, owner.userUuid);
    const id = parseId('session', (await idOf(ended)) ?? '') ?? '';
    const answer = await whileLocked(
      app.testDatabase.pool,
      { users: owner.userUuid },
      () => begin(ended),
      () => app.testDatabase.pool.query('delete from sessions where id = $1', [id]),
    );
    expect(answer.errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await sessionsOf(owner.bearer)).toHaveLength(1);
    const { viewer } = dataOf(await app.graphql(ViewerQuery, {}, owner));
    expect(viewer?.name).toBe(owner.name);
  },
);

test('a person has at most 100 sessions: the one not used for longest makes room', async () => {
  const person = await seedPerson(app);
  const { database } = app.services;
  const oldest = await seedSession(database, person.userUuid);
  await database
    .updateTable('sessions')
    .set({ lastUsedAt: new Date('2020-01-01') })
    .where('id', '=', parseId('session', (await idOf(oldest)) ?? '') ?? '')
    .execute();
  for (let count = 2; count < 100; count += 1) await seedSession(database, person.userUuid);
  memberOf(dataOf(await signIn(app, person.email, goodPassword)).signIn, 'SignInPayload');
  expect(await sessionsOf(person.bearer)).toHaveLength(100);
  expect((await app.graphql(ViewerQuery, {}, { bearer: oldest })).status).toBe(401);
});

async function idOf(bearer: string): Promise<string | undefined> {
  return (await sessionsOf(bearer)).find(({ current }) => current)?.id;
}

test('the last use is noted to the minute, and only with the right secret', async () => {
  const { owner } = await seedOrganization(app);
  const lastUsed = async () => (await sessionsOf(owner.bearer))[0]?.lastUsedAt;
  const start = new Date();
  await app.clock.set(start);
  const before = await lastUsed();
  await app.clock.advance({ ms: 30_000 });
  expect(await lastUsed()).toBe(before);
  await app.clock.advance({ minutes: 5 });
  const wrongSecret = `${owner.bearer.slice(0, -1)}${owner.bearer.endsWith('0') ? '1' : '0'}`;
  expect((await app.graphql(ViewerQuery, {}, { bearer: wrongSecret })).status).toBe(401);
  const { rows } = await app.testDatabase.pool.query<{ at: Date }>(
    'select last_used_at as at from sessions where user_id = $1',
    [owner.userUuid],
  );
  expect(rows[0]?.at.toISOString()).toBe(before);
  await lastUsed();
  expect(await lastUsed()).toBe(new Date(start.getTime() + 330_000).toISOString());
});

test('one’s own name is changed for everybody, and only one’s own', async () => {
  const { owner } = await seedOrganization(app);
  const { owner: stranger } = await seedOrganization(app);
  const answer = await app.graphql(UpdateViewer, { input: { name: '  Ada Lovelace ' } }, owner);
  expect(dataOf(answer).updateViewer.viewer).toMatchObject({ email: owner.email, name: 'Ada Lovelace' });
  const { viewer } = dataOf(await app.graphql(ViewerQuery, {}, stranger));
  expect(viewer?.name).toBe(stranger.name);
});

test.each(['', '   ', 'two\nlines', 'x'.repeat(101)])('the name %j is refused', async (name) => {
  const { owner } = await seedOrganization(app);
  const { errors } = await app.graphql(UpdateViewer, { input: { name } }, owner);
  expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
});

test('without a session nothing of it can be done', async () => {
  const { addKey } = await seedOrganization(app);
  const { secret } = await addKey({ scopes: ['api-keys:*'], fullAccess: true });
  for (const [bearer, code] of [
    [undefined, 'UNAUTHENTICATED'],
    [secret, 'FORBIDDEN'],
  ] as const) {
    const answers = [
      await app.graphql(RevokeSession, { input: { id: 'ses_x' } }, { bearer }),
      await app.graphql(RevokeOtherSessions, {}, { bearer }),
      await app.graphql(UpdateViewer, { input: { name: 'Ada' } }, { bearer }),
    ];
    expect(answers.map(({ errors }) => errors[0]?.extensions.code)).toEqual([code, code, code]);
  }
});

test('a session works from any address', async () => {
  const { owner } = await seedOrganization(app);
  const answer = await app.graphql(ViewerQuery, {}, { ...owner, ...from('198.51.100.1') });
  expect(dataOf(answer).viewer?.email).toBe(owner.email);
});
