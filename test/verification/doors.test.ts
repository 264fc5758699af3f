import { isEnumType, isNonNullType, isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { schema } from '../../src/graphql-server/schema.ts';
import { verificationAnswerSchema } from '../../src/verification/verification-answer.ts';
import { verificationCodes } from '../../src/verification-results.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { verifyOverHttp } from '../support/oauth.ts';
import { postGraphQL } from '../support/raw.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';

/* POST /v1/verify, verifyApiKey and use in process are doors of one verification: they answer alike. */

let app: TestApp;
let service: string;
beforeAll(async () => {
  app = await startTestApp();
  service = await seedServiceToken(app, ['VERIFY_API_KEYS']);
  await app.clock.set(new Date());
});
afterAll(() => app.close());

type Question = { readonly key: string; readonly [field: string]: unknown };
type Answer = Readonly<Record<string, unknown>>;

const fields = `valid code status keyId organizationId organizationExternalId environment name scopes fullAccess expiresAt metadata
  rateLimit { limit remaining reset windows { window limit remaining reset } }`;

/** Every door, each with its answer in the words of GraphQL, where an absent member is null. */
const doors: Readonly<Record<string, (question: Question) => Promise<Answer>>> = {
  http: async (question) => inWordsOfGraphQL((await verifyOverHttp(app, service, question)).body),
  process: async (question) =>
    inWordsOfGraphQL(await app.services.verification.verify(question, { kind: 'trusted' })),
  graphql: async ({ environment, ...question }) => {
    const query = `mutation ($input: VerifyApiKeyInput!) { verifyApiKey(input: $input) { ${fields} } }`;
    const input = { ...question, environment: upperCase(environment) };
    const { data, errors } = await postGraphQL(app, { query, variables: { input } }, { bearer: service });
    expect(errors).toEqual([]);
    return Object(data).verifyApiKey;
  },
};

function inWordsOfGraphQL(answer: object): Answer {
  const names =
    fields
      .match(/^[^{]*/)?.[0]
      .trim()
      .split(/\s+/) ?? [];
  const values: Record<string, unknown> = { ...answer };
  const all = Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
  const text = JSON.stringify({ ...all, environment: upperCase(values['environment']) });
  return JSON.parse(text, (name, value) => (name === 'reset' ? new Date(value * 1000).toISOString() : value));
}

function upperCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toUpperCase() : (value ?? null);
}

test('the answer over HTTP is what its schema says and nothing else, whatever the result', async () => {
  const organization = await seedOrganization(app);
  const { secret } = await organization.addKey({ scopes: ['invoices:*'] });
  const strict = z.union(verificationAnswerSchema.options.map((option) => option.strict()));
  for (const question of [{}, { cost: 1_000_000 }, { environment: 'live' }, { key: 'nonsense' }]) {
    const { body } = await verifyOverHttp(app, service, { key: secret, ...question });
    expect(strict.parse(body)).toEqual(body);
  }
});

test('the GraphQL type has the fields of the answer, and null where a result lacks one or it may be null', () => {
  const type = schema.getType('Verification');
  if (!isObjectType(type)) throw new Error('There is no type Verification');
  const shapes: Readonly<Record<string, z.ZodType>>[] = verificationAnswerSchema.options.map(
    ({ shape }) => shape,
  );
  const names = new Set(shapes.flatMap((shape) => Object.keys(shape)));
  const expected = [...names].map((name) => [name, shapes.every((shape) => isAlwaysThere(shape[name]))]);
  const actual = Object.values(type.getFields()).map((field) => [field.name, isNonNullType(field.type)]);
  expect(actual.toSorted()).toEqual(expected.toSorted());
});

test('the codes of GraphQL are those of the answer', () => {
  const type = schema.getType('VerificationCode');
  if (!isEnumType(type)) throw new Error('There is no type VerificationCode');
  expect(type.getValues().map(({ name }) => name)).toEqual(verificationCodes.toSorted());
});

function isAlwaysThere(field: z.ZodType | undefined): boolean {
  return field !== undefined && !field.safeParse(null).success;
}

const nothing = { environment: null, scopes: null, ip: null, userAgent: null, cost: null };

test.each([
  ['a key alone', {}, 'VALID'],
  ['null for every optional field', nothing, 'VALID'],
  ['a look without spending', { cost: 0 }, 'VALID'],
  ['everything', { environment: 'test', scopes: ['invoices:read'], ip: '203.0.113.7', cost: 7 }, 'VALID'],
  ['an address with a port', { ip: '[2001:db8::1]:443' }, 'VALID'],
  ['no address', { ip: 'unknown' }, 'VALID'],
  ['another environment', { environment: 'live' }, 'WRONG_ENVIRONMENT'],
  ['a scope that it lacks', { scopes: ['clients:read'] }, 'INSUFFICIENT_SCOPES'],
  ['more than is left', { cost: 1_000_000 }, 'RATE_LIMITED'],
  ['no key', { key: 'nonsense' }, 'MALFORMED'],
])('%s', async (_title, question, code) => {
  const organization = await seedOrganization(app);
  const answers: Answer[] = [];
  for (const ask of Object.values(doors)) {
    // A key for each, so that none sees what the one before has spent.
    const key = await organization.addKey({ name: 'Server', scopes: ['invoices:*'] });
    const answer = await ask({ key: key.secret, ...question });
    answers.push({ ...answer, keyId: answer['keyId'] === key.id ? 'its own' : answer['keyId'] });
  }
  expect(answers[0]?.['code']).toBe(code);
  expect(answers).toEqual(answers.map(() => answers[0]));
});
