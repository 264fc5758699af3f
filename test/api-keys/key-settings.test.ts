import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';
import { type KeyRequests, keyRequests } from './key-requests.ts';

let app: TestApp;
let organization: SeededOrganization;
let owner: KeyRequests;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  organization = await seedOrganization(app, { plan: 'professional' });
  owner = keyRequests(app, organization.owner);
});

/** The problems that the answer names, by their fields. */
async function problemsOf(answer: ReturnType<KeyRequests['create']>): Promise<unknown> {
  const { status, data, errors } = await answer;
  expect({ status, data, codes: errors.map(({ extensions }) => extensions.code) }).toEqual({
    status: 400,
    data: null,
    codes: ['BAD_USER_INPUT'],
  });
  return errors[0]?.extensions['problems'];
}

const plain = { environment: 'TEST', name: 'Server' } as const;

describe('names and descriptions', () => {
  test('keep emoji, other scripts and quotes as they are, without the space around them', async () => {
    const name = '👩‍👩‍👧‍👦 Ключ «العربية» \'"`; drop table api_keys; --';
    const { apiKey } = await owner.created({ name: `  ${name}\t`, description: '\n  ' });
    expect(apiKey).toMatchObject({ name, description: null });
  });

  test('count characters as people do: 100 emoji are a name, 101 are too long', async () => {
    const { apiKey } = await owner.created({ name: '🔑'.repeat(100) });
    expect(apiKey.name).toBe('🔑'.repeat(100));
    expect(await problemsOf(owner.create({ ...plain, name: '🔑'.repeat(101) }))).toMatchInlineSnapshot(`
      [
        {
          "field": "input.name",
          "problem": "expected at most 100 characters",
        },
      ]
    `);
  });

  test.each([
    ['an empty name', { name: '' }],
    ['a name of blanks', { name: ' \u00a0\u2003' }],
    ['a name of nothing visible', { name: '\u200b\u200d\u2060' }],
    ['NUL in a name', { name: 'a\0b' }],
    ['a line break in a name', { name: 'a\nb' }],
    ['a line separator in a name', { name: 'a\u2028b' }],
    ['an escape sequence in a name', { name: '\u001b[31mred' }],
    ['text that runs backwards', { name: 'invoice\u202etxt.exe' }],
    ['half of a surrogate pair in a name', { name: 'a\ud800b' }],
    ['a name of 90,000 characters', { name: 'n'.repeat(90_000) }],
    ['NUL in a description', { description: 'a\0b' }],
    ['half of a surrogate pair in a description', { description: '\udfff' }],
    ['a description of 1,001 characters', { description: 'd'.repeat(1001) }],
  ])('%s is refused, naming the field', async (_what, wrong) => {
    const [field] = Object.keys(wrong);
    expect(await problemsOf(owner.create({ ...plain, ...wrong }))).toEqual([
      { field: `input.${field}`, problem: expect.any(String) },
    ]);
  });
});

describe('metadata', () => {
  test('of 4096 bytes is kept, of one byte more refused', async () => {
    const ofBytes = (bytes: number) => ({ v: 'é'.repeat((bytes - 8) / 2) });
    const { apiKey } = await owner.created({ metadata: ofBytes(4096) });
    expect(apiKey.metadata).toEqual(ofBytes(4096));
    expect(await problemsOf(owner.create({ ...plain, metadata: ofBytes(4098) }))).toEqual([
      { field: 'input.metadata', problem: 'expected at most 4096 bytes as JSON' },
    ]);
  });

  test('keeps names that mean something to JavaScript', async () => {
    const metadata: unknown = JSON.parse('{"constructor": 1, "": 2, "toString": null, "hasOwnProperty": {}}');
    const { apiKey } = await owner.created({ metadata });
    expect(namesAndValues(apiKey.metadata)).toEqual(namesAndValues(metadata));
  });

  test.each([
    ['a list', []],
    ['a text', 'text'],
    ['a number', 1],
    ['a boolean', false],
    ['NUL in a value', { a: ['\0'] }],
    ['NUL in a name', { '\0': 1 }],
    ['half of a surrogate pair', { a: { b: '\ud83d' } }],
    ['21 levels', nested(21)],
  ])('%s is refused', async (_what, metadata) => {
    expect(await problemsOf(owner.create({ ...plain, metadata }))).toEqual([
      { field: 'input.metadata', problem: expect.any(String) },
    ]);
  });

  test.each([
    [
      '15,000 levels are refused, which would overflow the stack',
      `${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}`,
    ],
    ['a number beyond what readers of JSON hold is refused, not turned into null', '{"big":1e999}'],
  ])('%s', async (_what, metadata) => {
    const variables = JSON.stringify({ input: { ...plain, metadata: 'HERE' } }).replace('"HERE"', metadata);
    expect(await sendLoosely(variables)).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
    });
  });
});

describe('the address allow-list', () => {
  test('is stored as networks, each once', async () => {
    const { apiKey } = await owner.created({
      ipAllowlist: [
        '203.0.113.7',
        '203.0.113.7/32',
        '::ffff:203.0.113.7',
        '10.0.0.0/8',
        '2001:DB8:0:0::1',
        '::/0',
      ],
    });
    expect(apiKey.ipAllowlist).toEqual(['203.0.113.7/32', '10.0.0.0/8', '2001:db8::1/128', '::/0']);
  });

  test('names each entry that it refuses', async () => {
    const ipAllowlist = [
      '10.0.0.1',
      '10.0.0.1/8',
      'localhost',
      '',
      '1.2.3',
      '010.0.0.1',
      'fe80::1%eth0',
      '10.0.0.0/33',
      '1\0',
    ];
    expect(await problemsOf(owner.create({ ...plain, ipAllowlist }))).toMatchInlineSnapshot(`
      [
        {
          "field": "input.ipAllowlist.1",
          "problem": ""10.0.0.1/8": the address has bits beyond its prefix; expected 10.0.0.0/8",
        },
        {
          "field": "input.ipAllowlist.2",
          "problem": ""localhost": expected an IPv4 or IPv6 address or a range such as 203.0.113.0/24",
        },
        {
          "field": "input.ipAllowlist.3",
          "problem": """: expected an IPv4 or IPv6 address or a range such as 203.0.113.0/24",
        },
        {
          "field": "input.ipAllowlist.4",
          "problem": ""1.2.3": expected an IPv4 or IPv6 address or a range such as 203.0.113.0/24",
        },
        {
          "field": "input.ipAllowlist.5",
          "problem": ""010.0.0.1": expected an IPv4 or IPv6 address or a range such as 203.0.113.0/24",
        },
        {
          "field": "input.ipAllowlist.6",
          "problem": ""fe80::1%eth0": expected an IPv4 or IPv6 address or a range such as 203.0.113.0/24",
        },
        {
          "field": "input.ipAllowlist.7",
          "problem": ""10.0.0.0/33": expected a prefix length of 0 to 32 after "/"",
        },
        {
          "field": "input.ipAllowlist.8",
          "problem": ""1\\u0000": expected an IPv4 or IPv6 address or a range such as 203.0.113.0/24",
        },
      ]
    `);
  });

  test('holds 50 entries, not 51', async () => {
    const addresses = (count: number) => Array.from({ length: count }, (_, index) => `10.0.0.${index}`);
    const { apiKey } = await owner.created({ ipAllowlist: addresses(50) });
    expect(apiKey.ipAllowlist).toHaveLength(50);
    expect(await problemsOf(owner.create({ ...plain, ipAllowlist: addresses(51) }))).toEqual([
      { field: 'input.ipAllowlist', problem: 'expected at most 50 addresses' },
    ]);
  });
});

/** Without the types, which would not let a wrong value through. */
async function sendLoosely(variables: string) {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${organization.owner.bearer}` },
    body: `{"query":"mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { __typename } }","variables":${variables}}`,
  });
  const body: unknown = await response.json();
  return { status: response.status, body };
}

/** In a fixed order: PostgreSQL has its own. */
function namesAndValues(value: unknown): string[] {
  return Object.entries(value ?? {})
    .map((entry) => JSON.stringify(entry))
    .toSorted();
}

function nested(levels: number): unknown {
  let value: unknown = {};
  for (let level = 1; level < levels; level++) value = { a: value };
  return value;
}
