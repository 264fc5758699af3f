import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type NodeProcess, seedingOn, startNodeProcess } from '../support/node-processes.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';
import { codeOf, patiently, post } from './send.ts';

let database: TestDatabase;
let node: NodeProcess;
let verifier: string;
let good: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const seeding = seedingOn(database.pool);
  verifier = await seedServiceToken(seeding, ['VERIFY_API_KEYS']);
  const organization = await seedOrganization(seeding, { plan: 'enterprise' });
  good = (await organization.addKey({ fullAccess: true })).secret;
  node = await startNodeProcess(database.url);
});
afterAll(async () => {
  await node.stop();
  await database.drop();
});

/** Returns the answer of verification: `422`, or with 200 its code. Throws if all answers are 503, or if there are none. */
async function told(body: string | Buffer, headers: Record<string, string> = {}): Promise<string> {
  const message = { path: '/v1/verify', body, headers: { authorization: `Bearer ${verifier}`, ...headers } };
  const answer = await patiently(() => post(node.url, message));
  if (answer.status !== 200) return String(answer.status);
  const { code }: { code: unknown } = JSON.parse(answer.text);
  return String(code);
}

const refusal = /^4\d\d$/;
const refusalOrMalformed = /^(4\d\d|MALFORMED)$/;

// NUL, halves of characters, words that JavaScript gives a meaning, and whatever Unicode has.
const oddText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    '\0',
    'sk_live_\0',
    '\ud800',
    'a\udfff',
    '__proto__',
    'constructor',
    'toString',
    'eyJ',
    'eyJhbGciOiJub25lIn0.e30.',
  ),
  fc.nat({ max: 60_000 }).map((length) => 'x'.repeat(length)),
);
const oddValue = fc.oneof(
  oddText,
  fc.jsonValue(),
  fc.double(),
  fc.constantFrom(Number.MAX_VALUE, -1, 0.5, 2 ** 53),
);
const field = fc.constantFrom(
  'environment',
  'scopes',
  'ip',
  'cost',
  'userAgent',
  '__proto__',
  'constructor',
  'x',
);

/** JSON with these members; also such as objects cannot have, `__proto__` and one name twice. */
function jsonOf(members: readonly (readonly [string, unknown])[]): string {
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? 'null'}`).join()}}`;
}

async function assertAll<Value>(
  bodies: fc.Arbitrary<Value>,
  check: (value: Value) => Promise<void>,
  numRuns: number,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(bodies, async (value) => {
      await check(value);
    }),
    { numRuns },
  );
}

/** While the work goes on, others' verifications all pass. */
async function whileOthersPass(work: () => Promise<void>): Promise<void> {
  let ended = false;
  const others = [1, 2].map(async () => {
    const other = () => codeOf(node.url, verifier, { key: good });
    while (!ended) expect(await patiently(other)).toBe('VALID');
  });
  await work().finally(() => {
    ended = true;
  });
  await Promise.all(others);
  expect(node.isRunning()).toBe(true);
}

test('any bytes at all are refused with 4xx', () =>
  whileOthersPass(() =>
    assertAll(
      fc.uint8Array({ maxLength: 2000 }),
      async (bytes) => expect(await told(Buffer.from(bytes))).toMatch(refusalOrMalformed),
      300,
    ),
  ));

test('any JSON is refused with 4xx, or MALFORMED if it asks about no key', () =>
  whileOthersPass(async () => {
    await assertAll(
      fc.jsonValue({ depthSize: 'medium', stringUnit: 'binary' }),
      async (value) => expect(await told(JSON.stringify(value))).toMatch(refusal),
      200,
    );
    await assertAll(
      oddText,
      async (key) => expect(await told(jsonOf([['key', key]]))).toMatch(refusalOrMalformed),
      300,
    );
  }));

test('anything asked of a good key is refused with 4xx or answered with a code', () =>
  whileOthersPass(() =>
    assertAll(
      fc.array(fc.tuple(field, oddValue), { minLength: 1, maxLength: 4 }),
      async (members) => {
        const answer = await told(jsonOf([['key', good], ...members]));
        expect(answer).toMatch(/^(4\d\d|VALID|MALFORMED|WRONG_ENVIRONMENT|INSUFFICIENT_SCOPES)$/);
      },
      400,
    ),
  ));

test('texts of 1 MB, deep nestings and wrong media types are refused with 4xx', () =>
  whileOthersPass(async () => {
    const key = 'x'.repeat(1_000_000);
    expect(await told(jsonOf([['key', key]]))).toBe('413');
    expect(await told(`${'['.repeat(30_000)}${']'.repeat(30_000)}`)).toMatch(refusal);
    expect(await told(`{"key":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`)).toMatch(refusal);
    await assertAll(
      fc.constantFrom(
        'text/plain',
        'application/xml',
        'multipart/form-data; boundary=x',
        'application/json; charset=x',
        'x',
        '',
      ),
      async (type) =>
        expect(await told(jsonOf([['key', 'x']]), { 'content-type': type })).toMatch(refusalOrMalformed),
      30,
    );
  }));

test('any text as a credential is refused with 401', () =>
  whileOthersPass(() =>
    assertAll(
      fc.string({ unit: fc.constantFrom(...'aZ09 _-.=,:;"\\%{}é'), maxLength: 200 }),
      async (text) => {
        const body = jsonOf([['key', good]]);
        expect(await told(body, { authorization: text })).toMatch(/^40[01]$/);
        expect(await told(body, { authorization: `Bearer ${text}` })).toMatch(/^40[01]$/);
      },
      150,
    ),
  ));
