import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphqlLimits } from '../../src/graphql-server/limits.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { postGraphQL } from '../support/raw.ts';
import { seedOrganization } from '../support/seed.ts';

let app: TestApp;
let bearer: string;

beforeAll(async () => {
  app = await startTestApp();
  ({ bearer } = (await seedOrganization(app)).owner);
});
afterAll(() => app.close());

const send = (query: string, variables: object = {}) => postGraphQL(app, { query, variables }, { bearer });

function times(count: number, part: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => part(index)).join(' ');
}

describe('at the limit a document is served, and beyond it refused by name and number', () => {
  const nested = (levels: number) =>
    `${'{ ... on Query '.repeat(levels - 1)}{ __typename }${' }'.repeat(levels - 1)}`;
  const aliases = (count: number) => `{ ${times(count, (index) => `a${index}: __typename`)} }`;
  const directives = (count: number) => `{ ${times(count, () => '__typename @skip(if: false)')} }`;
  const tokens = (count: number) =>
    `{ organization { apiKeys(search: [${times(count - 18, () => '1')}]) { edges { cursor } } } }`;
  const page = (first: number, aliasesOfName: number) =>
    `{ organization { apiKeys(first: ${first}) { edges { node { ${times(aliasesOfName, (index) => `a${index}: name`)} id } } } } }`;

  test.for([
    ['depth', nested(20), nested(21), 'At most 20 nested selection sets are allowed, and this has 21.'],
    ['aliases', aliases(30), aliases(31), 'At most 30 aliases are allowed, and this has 31.'],
    ['directives', directives(50), directives(51), 'At most 50 directives are allowed, and this has 51.'],
    [
      'values',
      `{ organization { apiKeys(search: ${'['.repeat(30)}1${']'.repeat(30)}) { edges { cursor } } } }`,
      `{ organization { apiKeys(search: ${'['.repeat(31)}1${']'.repeat(31)}) { edges { cursor } } } }`,
      'At most 30 nested lists and objects in a value are allowed, and this has 31.',
    ],
    ['tokens', tokens(2000), tokens(2001), 'At most 2000 tokens in the document are allowed.'],
  ] as const)('%s', async ([, served, refused, message]) => {
    expect((await send(served)).text).not.toContain('At most');
    const { status, data, errors } = await send(refused);
    expect({ status, data, errors }).toEqual({
      status: 400,
      data: null,
      errors: [
        {
          message,
          extensions: {
            code: 'BAD_USER_INPUT',
            remedy: 'Ask for less at once: smaller pages, fewer fields, or several requests.',
          },
        },
      ],
    });
  });

  test('cost, which grows with the page that is asked for', async () => {
    expect((await send(page(100, 30))).errors).toEqual([]);
    const twice = `{ ${times(4, (index) => `o${index}: organization { apiKeys(first: 100) { edges { node { ${times(24, (field) => `${index === 0 ? `a${field}: ` : ''}name`)} id description scopes maskedSecret createdAt createdBy { id name type } rateLimit { perMinute perHour } } } } }`)} }`;
    expect((await send(twice)).errors[0]?.message).toMatch(
      /^At most 10000 as the cost of the document are allowed, and this has \d+\.$/,
    );
  });

  test('cost counts the hours of a period of usage, in a variable and in its default too', async () => {
    const values = 'hour allowed revoked expired wrongEnvironment insufficientScopes ipNotAllowed';
    const query = (definition: string, from: string) =>
      `query ${definition} { organization { apiKeys(first: 50) { edges { node { usage { hours(from: ${from}, to: "2026-10-02T00:00:00Z") { ${values} } } } } } } }`;
    const variable = (value = '') => query(`($from: DateTime!${value})`, '$from');
    const [short, long] = ['2026-10-01T00:00:00Z', '2026-09-30T18:00:00Z'];
    expect((await send(query('', `"${short}"`))).errors).toEqual([]);
    expect((await send(variable(), { from: short })).errors).toEqual([]);
    expect((await send(query('', `"${long}"`))).status).toBe(400);
    expect((await send(variable(), { from: long })).status).toBe(400);
    expect((await send(variable(` = "${short}"`))).errors).toEqual([]);
    expect((await send(variable(` = "${long}"`))).status).toBe(400);
  });

  test('cost of a quarter of usage by hours: some values of each, not all', async () => {
    const query = (values: string) =>
      `{ organization { usage(from: "2026-07-01T00:00:00Z", to: "2026-10-01T00:00:00Z") { ${values} } } }`;
    expect((await send(query('hour allowed revoked rateLimited'))).errors).toEqual([]);
    expect((await send(query('hour allowed revoked rateLimited expired'))).errors[0]?.message).toMatch(
      /^At most 10000 as the cost of the document are allowed, and this has 110\d\d\.$/,
    );
  });

  test('cost counts the size of a page in a variable, and the default of one', async () => {
    const query = (first: string) =>
      `query ($first: Int${first}) { ${times(5, (index) => `o${index}: organization { apiKeys(first: $first) { edges { node { ${times(20, () => 'name')} } } } }`)} }`;
    expect((await send(query(''), { first: 50 })).errors).toEqual([]);
    expect((await send(query(''), { first: 100 })).status).toBe(400);
    expect((await send(query(' = 100'))).status).toBe(400);
    expect((await send(query(' = 10'))).errors).toEqual([]);
  });

  test('cost counts a search, in a variable and in its default too', async () => {
    const query = (definition: string, search: string, count: number) =>
      `query ${definition} { organization { ${times(count, (index) => `a${index}: apiKeys(search: ${search}, first: 1) { edges { cursor } }`)} } }`;
    const refused = {
      status: 400,
      errors: [{ message: expect.stringMatching(/^At most 10000 as the cost/) }],
    };
    expect(await send(query('', '"x"', 20))).toMatchObject(refused);
    expect(await send(query('($text: String)', '$text', 20), { text: 'x' })).toMatchObject(refused);
    expect(await send(query('($text: String = "x")', '$text', 20))).toMatchObject(refused);
    expect((await send(query('($text: String = "x")', '$text', 20), { text: null })).errors).toEqual([]);
    expect((await send(query('($text: String = "x")', '$text', 19))).errors).toEqual([]);
  });

  test('cost counts the default of the operation that declares it, not that of another', async () => {
    const key =
      'id name description scopes maskedSecret status createdAt updatedAt expiresAt revokedAt fullAccess environment metadata';
    const keys = `organization { apiKeys(first: $first) { edges { cursor node { ${key} } } } }`;
    const fragment = `fragment Keys on Query { ${times(7, (index) => `o${index}: ${keys}`)} }`;
    const list = (name: string, first: number) => `query ${name}($first: Int = ${first}) { ...Keys }`;
    const ask = (operations: string) =>
      postGraphQL(app, { query: `${operations} ${fragment}`, operationName: 'A' }, { bearer });
    expect((await ask(list('A', 1))).errors).toEqual([]);
    for (const operations of [list('A', 100), `${list('A', 100)} ${list('B', 1)}`]) {
      expect((await ask(operations)).errors[0]?.message).toMatch(/^At most 10000 as the cost/);
    }
  });

  test('mutations: twenty in one request', async () => {
    const revoke = (count: number) =>
      `mutation { ${times(count, (index) => `r${index}: revokeApiKey(input: { id: "x" }) { __typename }`)} }`;
    expect((await send(revoke(19))).errors[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    expect((await send(revoke(20))).errors[0]?.message).toMatch(/^At most 10000 as the cost/);
  });
});

test('a fragment counts as often as it is used', async () => {
  const fragment = `fragment Ten on Query { ${times(10, (index) => `a${index}: __typename`)} }`;
  expect((await send(`{ ...Ten ...Ten ...Ten } ${fragment}`)).errors).toEqual([]);
  expect((await send(`{ ...Ten ...Ten ...Ten ...Ten } ${fragment}`)).errors[0]?.message).toMatch(
    /^At most 30 aliases .* 40\.$/,
  );
});

test('a page of impossible size is refused by the connection, in its words', async () => {
  const { status, errors } = await send(
    '{ organization { apiKeys(first: 2147483647) { edges { cursor } } } }',
  );
  expect([status, errors[0]?.message]).toEqual([
    400,
    'first: expected a number from 0 to 100, got 2147483647',
  ]);
});

test('variables nested deeper than a stack is high are refused', async () => {
  const variables = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
  const { status, errors } = await postGraphQL(app, `{"query":"{ __typename }","variables":${variables}}`, {
    bearer,
  });
  expect([status, errors[0]?.message]).toEqual([
    400,
    'At most 30 nested lists and objects in a value are allowed.',
  ]);
});

test('the introspection queries of graphql-js and graphql-codegen pass, and not twice in one request', async () => {
  const query = getIntrospectionQuery({
    descriptions: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  });
  expect((await send(query)).errors).toEqual([]);
  const twice = query.replace(/\{\s*__schema/, '{ again: __schema { types { ...FullType } } __schema');
  expect((await send(twice)).errors[0]?.message).toMatch(/^At most 60000 as the cost of the introspection/);
});

test('a document with many mistakes is answered with a few of them', async () => {
  const { errors } = await send(`{ ${times(500, (index) => `wrong${index}`)} }`);
  expect(errors.length).toBeLessThanOrEqual(11);
});

test('the limits of the tests are those of the code', () => {
  expect(graphqlLimits).toEqual({
    body: 100_000,
    tokens: 2000,
    depth: 20,
    operations: 20,
    fragments: 50,
    repeatedFields: 2000,
    passwordOperations: 1,
    aliases: 30,
    directives: 50,
    cost: 10_000,
    introspection: 60_000,
    valueDepth: 30,
  });
});

describe('passwords', () => {
  const signIn = (alias: string) =>
    `${alias}: signIn(input: { email: "a@example.com", password: "x" }) { __typename }`;
  const reset = 'resetPassword(input: { token: "x", newPassword: "y" }) { __typename }';
  const change = 'changePassword(input: { currentPassword: "x", newPassword: "y" }) { __typename }';
  const accept = 'acceptInvitation(input: { token: "x", name: "A", password: "y" }) { __typename }';

  test.for([
    `mutation { ${signIn('a')} ${signIn('b')} }`,
    `mutation { ${signIn('a')} ${reset} }`,
    `mutation { ${change} ${accept} }`,
    `mutation { ...F ... on Mutation { ${reset} } } fragment F on Mutation { ${signIn('a')} }`,
  ])('a document holds one operation with a password: %s', async (query) => {
    for (const caller of [{}, { bearer }]) {
      const { status, errors } = await postGraphQL(app, { query }, caller);
      expect([status, errors[0]?.message]).toEqual([
        400,
        'At most 1 operation with a password is allowed, and this has 2.',
      ]);
    }
  });

  test.for([signIn('a'), reset, accept])('and one is served: %s', async (field) => {
    expect((await postGraphQL(app, { query: `mutation { ${field} }` })).text).not.toContain('At most');
  });
});

describe('a stranger', () => {
  const anonymously = (query: string) => postGraphQL(app, { query });

  test.for([
    ['tokens in the document', `{ apiKey(id: [${times(400, () => '1')}]) { id } }`],
    [
      'fragments in the document',
      `{ ${times(11, (index) => `...F${index}`)} } ${times(11, (index) => `fragment F${index} on Query { viewer { id } }`)}`,
    ],
    ['aliases', `{ ${times(11, (index) => `a${index}: __typename`)} }`],
    ['pairs of fields with one name at one place', `{ ${times(20, () => 'scopes { name }')} }`],
    [
      'as the cost of the document',
      `{ ${times(10, (index) => `a${index}: scopes { name description resource ${times(8, () => 'name')} }`)} }`,
    ],
  ] as const)('may ask for less, and is told to sign in for more: %s', async ([subject, query]) => {
    const { status, errors } = await anonymously(query);
    expect([status, errors[0]?.extensions['code'], errors[0]?.message]).toEqual([
      401,
      'UNAUTHENTICATED',
      expect.stringMatching(new RegExp(`^Without a credential: At most \\d+ ${subject} are allowed`)),
    ]);
    expect((await send(query)).text).not.toContain('At most');
  });

  test('may send a shorter body, and is told so before the body is read as JSON', async () => {
    const body = (length: number) => '{ "query": "{ __typename }" }'.padEnd(length);
    expect((await postGraphQL(app, body(20_000))).data).toEqual({ __typename: 'Query' });
    for (const refused of [body(20_001), 'x'.repeat(20_001)]) {
      const { status, errors } = await postGraphQL(app, refused);
      expect([status, errors[0]?.message]).toEqual([
        401,
        'Without a credential: At most 20000 bytes in the request’s body are allowed, and this has 20001.',
      ]);
    }
    const withFalseOne = await postGraphQL(app, body(20_001), { bearer: 'service_false' });
    expect([withFalseOne.status, withFalseOne.errors[0]?.message]).toEqual([
      401,
      'The credential is not valid.',
    ]);
    expect((await postGraphQL(app, body(100_000), { bearer })).data).toEqual({ __typename: 'Query' });
  });

  test('can ask for everything that is open to strangers, in one document each', async () => {
    const error = '... on Error { __typename code message remedy }';
    const viewer =
      'viewer { id email name sessions { id current address userAgent createdAt lastUsedAt expiresAt } memberships { id role organization { id name } } }';
    const documents = [
      `mutation { signIn(input: { email: "a@example.com", password: "x" }) { ... on SignInPayload { sessionToken expiresAt ${viewer} } ${error} } }`,
      `mutation { requestPasswordReset(input: { email: "a@example.com" }) { accepted } }`,
      `mutation { resetPassword(input: { token: "x", newPassword: "y" }) { ... on ResetPasswordPayload { email } ${error} } }`,
      `mutation { acceptInvitation(input: { token: "x", name: "A", password: "y" }) { ... on AcceptInvitationPayload { organizationId member { id name email role permissions grantedPermissions createdAt } } ${error} } }`,
      `{ ${viewer} scopes { name description resource } invitation(token: "x") { organizationName email role expiresAt hasAccount } }`,
    ];
    for (const query of documents) {
      const { status, errors } = await anonymously(query);
      expect([status, errors]).toEqual([200, []]);
    }
  });
});
