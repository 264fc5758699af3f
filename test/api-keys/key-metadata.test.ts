import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { postGraphQL } from '../support/raw.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';

let app: TestApp;
let organization: SeededOrganization;
let bearer: string;
let serviceToken: string;
beforeAll(async () => {
  app = await startTestApp();
  organization = await seedOrganization(app);
  ({ bearer } = organization.owner);
  serviceToken = await seedServiceToken(app, ['VERIFY_API_KEYS']);
});
afterAll(() => app.close());

type Created = {
  createApiKey: { apiKey: { id: string; metadata: unknown }; secret: string };
};

const createApiKey = `mutation ($input: CreateApiKeyInput!) {
  createApiKey(input: $input) { ... on CreateApiKeyPayload { apiKey { id metadata } secret } }
}`;

/** Sends metadata as it is written, in variables. */
function create(metadata: string) {
  const input = `{"environment":"TEST","name":"Server","metadata":${metadata}}`;
  return postGraphQL(app, `{"query":${JSON.stringify(createApiKey)},"variables":{"input":${input}}}`, {
    bearer,
  });
}

const accept = 'application/graphql-response+json';

/** Sends the metadata as a literal of the document, with these declarations of variables. */
function createLiterally(literal: string, declarations = '', variables = {}) {
  const query = `mutation M ${declarations} { createApiKey(input: { environment: TEST, name: "Server", metadata: ${literal} }) {
    ... on CreateApiKeyPayload { apiKey { id metadata } secret }
  } }`;
  return postGraphQL(app, { query, variables }, { bearer, headers: { accept } });
}

async function rest(method: string, path: string, body?: string, token = bearer) {
  const response = await fetch(`${app.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Returns the key’s metadata as each interface shows it. */
async function everywhere({ createApiKey: { apiKey, secret } }: Created): Promise<unknown[]> {
  const list = '{ organization { apiKeys(first: 1) { edges { node { id metadata } } } } }';
  const read = await postGraphQL(
    app,
    { query: `{ apiKey(id: "${apiKey.id}") { metadata then: metadata } }` },
    { bearer },
  );
  const page = await postGraphQL(app, { query: list }, { bearer });
  const shown = await rest('GET', `/v1/api-keys/${apiKey.id}`);
  const verified = await rest('POST', '/v1/verify', JSON.stringify({ key: secret }), serviceToken);
  expect([read.errors, page.errors, shown.status, verified.body['code']]).toEqual([[], [], 200, 'VALID']);
  const { apiKey: one } = read.data as { apiKey: { metadata: unknown; then: unknown } };
  const { organization: whole } = page.data as {
    organization: { apiKeys: { edges: [{ node: { id: string; metadata: unknown } }] } };
  };
  const [{ node }] = whole.apiKeys.edges;
  expect(node.id).toBe(apiKey.id);
  return [
    apiKey.metadata,
    one.metadata,
    one.then,
    node.metadata,
    shown.body['metadata'],
    verified.body['metadata'],
  ];
}

describe('metadata comes back as it was given, by every interface', () => {
  test.each([
    '{"then":1}',
    '{"then":{"then":{"catch":null,"finally":[]}},"catch":1}',
    '{"toJSON":1,"toString":"x","valueOf":{},"constructor":{"prototype":{"a":1}}}',
    '{"length":3,"0":1,"__typename":"ApiKey","kind":"Document"}',
    '{"a":[9007199254740991,-9007199254740991,0.1,1e300,5e-324,1.5,true,null,"9007199254740993"]}',
    '{"":{"":{"":""}},"\\u0061":"\\ud83d\\ude00"}',
  ])('%s', async (metadata) => {
    const { status, data, errors } = await create(metadata);
    expect([status, errors]).toEqual([200, []]);
    const expected: unknown = JSON.parse(metadata);
    expect(await everywhere(data as Created)).toEqual(Array(6).fill(expected));
  });

  test('any JSON object of names that programs treat as their own', async () => {
    const name = fc.constantFrom(
      'then',
      'catch',
      'toJSON',
      'constructor',
      'prototype',
      'hasOwnProperty',
      'a',
      '',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.oneof(
          fc.integer(),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.string(),
          fc.boolean(),
          fc.constant(null),
        ),
        fc.dictionary(name, tie('tree'), { maxKeys: 4 }),
        fc.array(tie('tree'), { maxLength: 3 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, tree, { maxKeys: 4 }), async (value) => {
        const metadata = JSON.stringify(value);
        fc.pre(!metadata.includes('\\u0000') && metadata.length < 4000);
        const { data, errors } = await create(metadata);
        expect(errors).toEqual([]);
        const expected: unknown = JSON.parse(metadata);
        expect(await everywhere(data as Created)).toEqual(Array(6).fill(expected));
      }),
      { numRuns: 25 },
    );
  });

  test('as a literal, with variables in it', async () => {
    const literal = '{ then: 1, toJSON: [$text, 1.50, $none], nested: { a: $json, left: $none } }';
    const { data, errors } = await createLiterally(literal, '($text: String, $json: JSON, $none: Int)', {
      text: 'x',
      json: JSON.parse('{"then":{"then":2}}'),
    });
    expect(errors).toEqual([]);
    const expected: unknown = JSON.parse(
      '{"then":1,"toJSON":["x",1.5,null],"nested":{"a":{"then":{"then":2}}}}',
    );
    expect(await everywhere(data as Created)).toEqual(Array(6).fill(expected));
  });
});

describe('what would not come back is refused, naming the place', () => {
  const cases = [
    ['a whole number beyond 2^53', '{"id":9007199254740993}', 'id'],
    ['more digits than a double holds', '{"a":[1,{"pi":3.14159265358979323846}]}', 'a.1.pi'],
    ['a number beyond every double', '{"a":1e999}', 'a'],
    ['a member that is given twice', '{"a":{"b":1,"b":1}}', 'a.b'],
    ['a member that is given twice, once with an escape', '{"a":1,"\\u0061":2}', 'a'],
    ['a name that sets prototypes', '{"a":{"__proto__":{"admin":true}}}', 'a.__proto__'],
  ] as const;

  test.each(cases)('%s: in variables', async (_what, metadata, place) => {
    const { status, errors } = await create(metadata);
    expect([status, errors[0]?.extensions]).toMatchObject([
      400,
      { code: 'BAD_USER_INPUT', problems: [{ field: `variables.input.metadata.${place}` }] },
    ]);
  });

  test.each(cases)('%s: by REST', async (_what, metadata, place) => {
    const body = `{"environment":"test","name":"Server","metadata":${metadata}}`;
    const created = await rest('POST', '/v1/api-keys', body);
    expect([created.status, created.body['problems']]).toEqual([
      400,
      [expect.objectContaining({ field: `metadata.${place}` })],
    ]);
    const { id } = await organization.addKey();
    expect((await rest('PATCH', `/v1/api-keys/${id}`, `{"metadata":${metadata}}`)).status).toBe(400);
  });

  test.each([
    '{ id: 9007199254740993 }',
    '{ a: [1, { pi: 3.14159265358979323846 }] }',
    '{ a: 1e999 }',
    '{ a: { b: 1, b: 1 } }',
    '{ a: { __proto__: { admin: true } } }',
    '{ a: TEST }',
  ])('in a literal: %s', async (literal) => {
    const { status, errors, text } = await createLiterally(literal);
    expect([status, errors[0]?.extensions['code']]).toEqual([400, 'BAD_USER_INPUT']);
    expect(text).not.toContain('900719');
  });

  test('in the default of a variable, and by a variable that is no JSON', async () => {
    const number = await createLiterally('$json', '($json: JSON = { a: 9007199254740993 })');
    expect(number.status).toBe(400);
    const instant = await createLiterally('{ at: $at }', '($at: DateTime = "2026-10-14T00:00:00+02:00")');
    expect([instant.status, instant.errors[0]?.extensions['code']]).toEqual([400, 'BAD_USER_INPUT']);
  });
});

test('a field under the alias “then” is a field like any other', async () => {
  const query = '{ then: organization { then: name toJSON: id __proto__: plan } }';
  const { status, data, errors } = await postGraphQL(app, { query }, { bearer });
  expect([status, errors]).toEqual([200, []]);
  expect(JSON.stringify(data)).toContain('"then":{"then":');
});
