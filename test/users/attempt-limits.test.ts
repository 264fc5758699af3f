import pLimit from 'p-limit';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf } from '../support/graphql.ts';
import { from, goodPassword, seedPerson, signIn } from './people.ts';

let app: TestApp;
let secondNode: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  secondNode = await startTestApp({ testDatabase: app.testDatabase });
});
afterAll(async () => {
  await secondNode.close();
  await app.close();
});

// The database's clock stands still, so that no delay ends by itself in the middle of a test.
beforeEach(() => app.clock.set(new Date()));
afterEach(() => app.testDatabase.pool.query('truncate sign_in_failures'));

type Answer = Awaited<ReturnType<typeof signIn>>;

/** Returns the result of an attempt: the name of an outcome, or the code of a refusal. */
function resultOf({ data, errors }: Answer): string {
  return data?.signIn.__typename ?? errors[0]?.extensions.code ?? 'nothing';
}

async function guess(email: string, address: string, password = 'a wrong guess'): Promise<string> {
  return resultOf(await signIn(app, email, password, from(address)));
}

/** Ten at a time: each takes the processor, and a busy machine refuses who waits too long for a connection. */
async function atATime(guesses: readonly (() => Promise<string>)[]): Promise<void> {
  const limit = pLimit(10);
  await Promise.all(guesses.map((guessOne) => limit(guessOne)));
}

async function guessTimes(count: number, email: string, address: string): Promise<void> {
  for (let attempt = 0; attempt < count; attempt += 1) {
    expect(await guess(email, address)).toBe('InvalidCredentials');
  }
}

test('of 100 guesses at one time on two nodes no more than the allowance is looked at', async () => {
  const person = await seedPerson(app);
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      signIn(index % 2 === 0 ? app : secondNode, person.email, `guess ${index}`, from('198.51.100.1')),
    ),
  );
  const results = Object.groupBy(answers.map(resultOf), (result) => result);
  expect(results['InvalidCredentials']?.length).toBeLessThanOrEqual(10);
  // A busy machine answers 503 to some: these were not looked at either.
  const unheard = (results['RATE_LIMITED']?.length ?? 0) + (results['SERVICE_UNAVAILABLE']?.length ?? 0);
  expect(unheard).toBeGreaterThanOrEqual(90);
});

test('a refusal says for how long, in the answer and in Retry-After', async () => {
  const person = await seedPerson(app);
  await guessTimes(10, person.email, '198.51.100.2');
  const refused = await signIn(app, person.email, goodPassword, from('198.51.100.2'));
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(refused.errors[0]).toMatchObject({
    message: 'Too many attempts. Try again in 1 second.',
    extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 1 },
  });
});

test('the delay doubles with each failure up to 15 minutes, and never becomes a lock-out', async () => {
  const person = await seedPerson(app);
  await guessTimes(10, person.email, '198.51.100.3');
  const delays: unknown[] = [];
  for (let failure = 0; failure < 13; failure += 1) {
    const refused = await signIn(app, person.email, 'a wrong guess', from('198.51.100.3'));
    const delay = Number(refused.errors[0]?.extensions['retryAfterSeconds']);
    delays.push(delay);
    await app.clock.advance({ ms: delay * 1000 });
    expect(await guess(person.email, '198.51.100.3')).toBe('InvalidCredentials');
  }
  expect(delays).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
  await app.clock.advance({ minutes: 15 });
  expect(await guess(person.email, '198.51.100.3', goodPassword)).toBe('SignInPayload');
});

test('an unknown email is slowed as a known one is', async () => {
  const person = await seedPerson(app);
  const known: string[] = [];
  const unknown: string[] = [];
  for (let attempt = 0; attempt < 12; attempt += 1) {
    known.push(await guess(person.email, '198.51.100.4'));
    unknown.push(await guess('nobody@example.com', '198.51.100.5'));
  }
  expect(unknown).toEqual(known);
  expect(known.slice(9)).toEqual(['InvalidCredentials', 'RATE_LIMITED', 'RATE_LIMITED']);
});

test('the right password is refused during a delay like a wrong one', async () => {
  const person = await seedPerson(app);
  await guessTimes(10, person.email, '198.51.100.6');
  expect(await guess(person.email, '198.51.100.6', goodPassword)).toBe('RATE_LIMITED');
});

test('one address that guesses does not keep the owner out at another', async () => {
  const person = await seedPerson(app);
  await guessTimes(10, person.email, '198.51.100.7');
  expect(await guess(person.email, '198.51.100.7')).toBe('RATE_LIMITED');
  expect(await guess(person.email, '203.0.113.7', goodPassword)).toBe('SignInPayload');
});

test('guesses from many addresses slow strange ones for a minute at most, and not where the owner has a session', async () => {
  const person = await seedPerson(app);
  expect(await guess(person.email, '203.0.113.8', goodPassword)).toBe('SignInPayload');
  for (let address = 0; address < 30; address += 1) await guessTimes(1, person.email, `192.0.2.${address}`);
  expect(await guess(person.email, '192.0.2.100')).toBe('RATE_LIMITED');
  expect(await guess(person.email, '203.0.113.8', goodPassword)).toBe('SignInPayload');
  for (let failure = 0; failure < 9; failure += 1) {
    await app.clock.advance({ minutes: 1 });
    expect(await guess(person.email, `192.0.2.${101 + failure}`)).toBe('InvalidCredentials');
  }
  const refused = await signIn(app, person.email, goodPassword, from('192.0.2.200'));
  expect(refused.errors[0]?.extensions['retryAfterSeconds']).toBe(60);
});

test('one address that tries many accounts is slowed, and no other address with it', async () => {
  await atATime(
    Array.from({ length: 100 }, (_, index) => () => guess(`nobody${index}@example.com`, '198.51.100.9')),
  );
  expect(await guess('another@example.com', '198.51.100.9')).toBe('RATE_LIMITED');
  expect(await guess('another@example.com', '198.51.100.10')).toBe('InvalidCredentials');
});

test('an IPv6 customer has one allowance, not one for each of the addresses', async () => {
  const person = await seedPerson(app);
  for (let address = 1; address <= 10; address += 1) {
    await guessTimes(1, person.email, `2001:db8:1:2::${address}`);
  }
  expect(await guess(person.email, '2001:db8:1:2:ffff::1')).toBe('RATE_LIMITED');
  expect(await guess(person.email, '2001:db8:1:3::1')).toBe('InvalidCredentials');
});

test('a port and brackets make no other address', async () => {
  const person = await seedPerson(app);
  for (let port = 1; port <= 5; port += 1) {
    await guessTimes(1, person.email, `[2001:db8:7::1]:${port}`);
    await guessTimes(1, person.email, `2001:db8:7::${port}`);
  }
  expect(await guess(person.email, '[2001:db8:7::9]:443')).toBe('RATE_LIMITED');
});

test('callers whose address no proxy knows slow nobody but themselves, whatever stands in its place', async () => {
  const person = await seedPerson(app);
  for (const unknown of ['unknown', '_hidden', '', 'null', '[]:443']) {
    await atATime(
      Array.from(
        { length: 25 },
        (_, index) => () => guess(`${unknown.length}.${index}@example.com`, unknown),
      ),
    );
  }
  expect(await guess(person.email, 'unknown', goodPassword)).toBe('SignInPayload');
  await guessTimes(30, person.email, 'unknown');
  expect(await guess(person.email, 'unknown')).toBe('RATE_LIMITED');
});

test('signing in makes the account’s failures at this address void', async () => {
  const person = await seedPerson(app);
  await guessTimes(9, person.email, '198.51.100.11');
  expect(await guess(person.email, '198.51.100.11', goodPassword)).toBe('SignInPayload');
  await guessTimes(10, person.email, '198.51.100.11');
  expect(await guess(person.email, '198.51.100.11')).toBe('RATE_LIMITED');
});

test('signing in to an account of one’s own does not make guesses at others void', async () => {
  const attacker = await seedPerson(app);
  const address = '198.51.100.12';
  await Promise.all(Array.from({ length: 99 }, (_, index) => guess(`nobody${index}@example.com`, address)));
  expect(await guess(attacker.email, address, goodPassword)).toBe('SignInPayload');
  expect(await guess('another@example.com', address)).toBe('InvalidCredentials');
  expect(await guess('another@example.com', address)).toBe('RATE_LIMITED');
});

test('sign-ins that succeed are never slowed, however many', async () => {
  const person = await seedPerson(app);
  for (let attempt = 0; attempt < 15; attempt += 1) {
    expect(await guess(person.email, '198.51.100.13', goodPassword)).toBe('SignInPayload');
  }
});

test('an hour without a failure starts anew', async () => {
  const person = await seedPerson(app);
  await guessTimes(10, person.email, '198.51.100.14');
  await app.clock.advance({ minutes: 61 });
  await guessTimes(10, person.email, '198.51.100.14');
});

test('the table holds neither emails nor addresses', async () => {
  const person = await seedPerson(app);
  dataOf(await signIn(app, person.email, 'a wrong guess', from('198.51.100.15')));
  const { rows } = await app.testDatabase.pool.query<{ length: number }>(
    'select distinct octet_length(subject_hash) as length from sign_in_failures',
  );
  expect(rows).toEqual([{ length: 32 }]);
});
