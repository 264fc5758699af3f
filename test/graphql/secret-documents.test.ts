import { getNamedType, isObjectType, isUnionType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { givesSecret } from '../../src/graphql/shown-once.ts';
import { schema } from '../../src/graphql-server/schema.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { postGraphQL } from '../support/raw.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';

let app: TestApp;
let organization: SeededOrganization;
let service: string;

beforeAll(async () => {
  app = await startTestApp();
  service = await seedServiceToken(app, ['MANAGE_SERVICE_TOKENS']);
});
afterAll(() => app.close());
beforeEach(async () => {
  organization = await seedOrganization(app);
});

const key = 'createApiKey(input: { environment: TEST, name: "Server" })';
const create = `${key} { ... on CreateApiKeyPayload { secret apiKey { id } } }`;
const token =
  'createServiceToken(input: { name: "Tool", permissions: [MANAGE_SERVICE_TOKENS] }) { ... on CreateServiceTokenPayload { token } }';
/** It is refused, and its result is never null: the whole answer becomes null. */
const refused = 'revokeApiKey(input: { id: "x" }) { __typename }';
const rotate = (id: string) =>
  `rotateApiKey(input: { id: "${id}" }) { ... on RotateApiKeyPayload { secret } }`;

const send = (query: string, variables: object = {}, bearer = organization.owner.bearer) =>
  postGraphQL(app, { query, variables }, { bearer });

async function secretsMade(): Promise<number> {
  const { rows } = await app.testDatabase.pool.query<{ made: string }>(
    `select (select count(*) from api_key_secrets join api_keys on api_keys.id = api_key_id
               where organization_id = $1)
          + (select count(*) from service_tokens where name = 'Tool') as made`,
    [organization.uuid],
  );
  return Number(rows[0]?.made);
}

describe('a document that gives out a secret holds no other mutation, and nothing is done', () => {
  const alone = (mutation: string) => ({
    message: `${mutation} shows a secret only once, so it must be the only mutation in its document: an error of another mutation would lose the secret.`,
    extensions: { code: 'BAD_USER_INPUT', remedy: `Send ${mutation} in a request of its own.` },
  });

  test.for([
    ['a later one', `mutation { ${create} ${refused} }`],
    ['an earlier one', `mutation { ${refused} ${create} }`],
    ['one more of its kind', `mutation { a: ${create} b: ${create} }`],
    ['aliases', `mutation { revokeApiKey: ${create} createApiKey: ${refused} }`],
    ['an inline fragment', `mutation { ${create} ... on Mutation { ${refused} } }`],
    [
      'a fragment',
      `mutation { ...A ...B } fragment A on Mutation { ${create} } fragment B on Mutation { ${refused} }`,
    ],
    [
      'a fragment in a fragment',
      `mutation { ...A } fragment A on Mutation { ...B ${refused} } fragment B on Mutation { ${create} }`,
    ],
    [
      'a condition',
      `mutation ($no: Boolean! = false) { a: ${create} b: ${refused.replace(') {', ') @skip(if: $no) {')} }`,
    ],
    ['a condition around it', `mutation { ${create} ... @include(if: true) { ${refused} } }`],
    ['another operation', `query A { viewer { id } } mutation B { ${create} ${refused} }`],
  ] as const)('%s', async ([, query]) => {
    for (const operationName of query.includes('query A') ? ['A', 'B'] : [undefined]) {
      const { status, data, errors } = await postGraphQL(
        app,
        { query, operationName },
        { bearer: organization.owner.bearer },
      );
      expect({ status, data, errors }).toEqual({ status: 400, data: null, errors: [alone('createApiKey')] });
    }
    expect(await secretsMade()).toBe(0);
  });

  test('the same for a rotation, whose former secret still works', async () => {
    const { id, secret } = await organization.addKey({ scopes: ['api-keys:read'] });
    const { data, errors } = await send(`mutation { ${rotate(id)} ${refused} }`);
    expect({ data, errors }).toEqual({ data: null, errors: [alone('rotateApiKey')] });
    expect((await send('{ organization { id } }', {}, secret)).errors).toEqual([]);
  });

  test('the same for a service token', async () => {
    const revoke = 'revokeServiceToken(input: { id: "x" }) { serviceToken { id } }';
    const { data, errors } = await send(`mutation { ${token} ${revoke} }`, {}, service);
    expect({ data, errors }).toEqual({ data: null, errors: [alone('createServiceToken')] });
  });
});

describe('what could fail after the secret was made is refused before', () => {
  const hours = 'usage { hours(from: "2026-10-14T00:00:00Z", to: "2020-01-01T00:00:00Z") { hour } }';
  const besideHours = (mutation: string) =>
    `${mutation} shows a secret only once, so hours cannot be part of its answer: an error about an argument of hours would lose the secret.`;

  test('a field whose arguments are judged later', async () => {
    const fragment = `fragment Hours on ApiKey { ${hours} }`;
    for (const query of [
      `mutation { ${key} { ... on CreateApiKeyPayload { secret apiKey { ${hours} } } } }`,
      `mutation { ${key} { ... on CreateApiKeyPayload { secret apiKey { ...Hours } } } } ${fragment}`,
    ]) {
      const { status, data, errors } = await send(query);
      expect([status, data, errors[0]?.message]).toEqual([400, null, besideHours('createApiKey')]);
    }
    const { id } = await organization.addKey();
    const rotated = await send(
      `mutation { rotateApiKey(input: { id: "${id}" }) { ... on RotateApiKeyPayload { secret apiKey { ${hours} } } } }`,
    );
    expect(rotated.errors[0]?.message).toBe(besideHours('rotateApiKey'));
    expect(await secretsMade()).toBe(1);
  });

  test.for([
    '... on CreateApiKeyPayload { secret @include(if: $show) }',
    '... on CreateApiKeyPayload @include(if: $show) { secret }',
    '...S @skip(if: $show)',
    '... on CreateApiKeyPayload { secret apiKey { name @skip(if: $show) } }',
  ])('a condition whose variable may be null: %s', async (selection) => {
    const fragment = selection.includes('...S') ? 'fragment S on CreateApiKeyPayload { secret }' : '';
    const document = (type: string) =>
      `mutation ($show: ${type} = true) { ${key} { __typename ${selection} } } ${fragment}`;
    const { status, data, errors } = await send(document('Boolean'), { show: null });
    expect([status, data, errors[0]?.extensions['remedy']]).toEqual([
      400,
      null,
      'Declare the variable with the type Boolean!.',
    ]);
    expect(await secretsMade()).toBe(0);
    expect((await send(document('Boolean!'), { show: true })).errors).toEqual([]);
    expect(await secretsMade()).toBe(1);
  });
});

describe('one mutation that gives out a secret is served', () => {
  test.for([
    ['by itself', `mutation { ${create} }`],
    ['with an alias and __typename', `mutation { __typename made: ${create} }`],
    ['by a fragment', `mutation { ...A } fragment A on Mutation { ${create} }`],
    ['in two parts', `mutation { ${create} ${key} { __typename } }`],
    [
      'with the key’s usage and places',
      `mutation { ${key} { ... on CreateApiKeyPayload { secret apiKey { usage { requestsToday } exposures { id } createdBy { name } } } } }`,
    ],
    [
      'beside other operations',
      `mutation A { ${create} } mutation B { ${refused} } query C { viewer { id } }`,
    ],
  ] as const)('%s', async ([, query]) => {
    const { text, errors } = await postGraphQL(
      app,
      { query, ...(query.includes('query C') && { operationName: 'A' }) },
      { bearer: organization.owner.bearer },
    );
    expect(errors).toEqual([]);
    expect(text).toMatch(/"secret":"sk_test_/);
  });

  test('with what may be null: it fails alone, and the secret is told', async () => {
    const { data, errors } = await send(
      `mutation { ${key} { ... on CreateApiKeyPayload { secret organization { apiKeys(first: 101) { edges { cursor } } } } } }`,
    );
    expect(errors[0]?.message).toMatch(/^first: /);
    expect(data).toEqual({
      createApiKey: { secret: expect.stringMatching(/^sk_test_/), organization: null },
    });
  });

  test('and other mutations still share a document', async () => {
    const { id } = await organization.addKey();
    const suspend = `suspendApiKey(input: { id: "${id}" }) { __typename }`;
    const resume = `resumeApiKey(input: { id: "${id}" }) { __typename }`;
    expect((await send(`mutation { ${suspend} ${resume} }`)).errors).toEqual([]);
  });
});

test('every mutation that answers with a secret is known', () => {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  const answers = ({ type }: (typeof mutations)[number], name: RegExp): boolean => {
    const result = getNamedType(type);
    const members = isUnionType(result) ? result.getTypes() : [result];
    return members.some(
      (member) => isObjectType(member) && Object.keys(member.getFields()).some((field) => name.test(field)),
    );
  };
  const known = mutations.filter(givesSecret).map(({ name }) => name);
  expect(known).toEqual(
    mutations.filter((each) => answers(each, /^(secret|token)$/)).map(({ name }) => name),
  );
  expect(known).toEqual(expect.arrayContaining(['createApiKey', 'rotateApiKey', 'createServiceToken']));
  // A session that was lost is replaced by signing in again.
  const others = mutations.filter((each) => !givesSecret(each) && answers(each, /secret|token/i));
  expect(others.map(({ name }) => name).filter((name) => !/ServiceToken$/.test(name))).toEqual(['signIn']);
});
