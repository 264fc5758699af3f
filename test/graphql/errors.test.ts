import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from '../../src/database/database.ts';
import { createPool, type Pool } from '../../src/database/pool.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { startNode } from '../support/node.ts';
import { answerOf, postGraphQL } from '../support/raw.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';

let app: TestApp;
let bearer: string;
let unreachable: Pool;

beforeAll(async () => {
  app = await startTestApp();
  ({ bearer } = (await seedOrganization(app)).owner);
  // Nothing listens on port 1.
  unreachable = createPool({ url: 'postgresql://user:hunter2@127.0.0.1:1/none', max: 1 });
});
afterAll(async () => {
  await unreachable.end();
  await app.close();
});

const accept = 'application/graphql-response+json';
const secret = 'correct horse battery staple';

const send = (body: object | string) => postGraphQL(app, body, { bearer, headers: { accept } });

async function outline(answer: Promise<Awaited<ReturnType<typeof postGraphQL>>>) {
  const { status, headers, errors } = await answer;
  const [error] = errors;
  return [status, error?.extensions['code'], headers.get('www-authenticate'), error?.message];
}

describe('a request that cannot be read is answered in the form of GraphQL', () => {
  test.for([
    ['not JSON', '{"query":', 400, 'BAD_USER_INPUT'],
    ['no object', '"query"', 400, 'BAD_USER_INPUT'],
    ['a batch', '[{"query":"{ __typename }"}]', 400, 'BAD_USER_INPUT'],
    ['no document', '{}', 400, 'BAD_USER_INPUT'],
    ['variables that are a list', '{"query":"{ __typename }","variables":[]}', 400, 'BAD_USER_INPUT'],
    ['too large a body', `{"query":"${'a'.repeat(100_001)}"}`, 413, 'PAYLOAD_TOO_LARGE'],
  ] as const)('%s', async ([, body, status, code]) => {
    const { headers, errors, ...answer } = await send(body);
    expect([answer.status, headers.get('content-type')]).toEqual([status, `${accept}; charset=utf-8`]);
    expect(errors).toEqual([
      {
        message: expect.any(String),
        extensions: expect.objectContaining({ code, remedy: expect.any(String) }),
      },
    ]);
  });

  test('variables in an address that are not JSON', async () => {
    const query = new URLSearchParams({ query: '{ __typename }', variables: secret });
    const { status, errors, text } = await answerOf(await fetch(`${app.url}/graphql?${query}`));
    expect([status, errors[0]?.extensions['code']]).toEqual([400, 'BAD_USER_INPUT']);
    expect(text).not.toContain(secret.slice(0, 7));
  });

  test.for([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=a',
    'application/graphql',
  ])('a body as %s', async (type) => {
    const answer = postGraphQL(app, '{"query":"{ __typename }"}', {
      bearer,
      headers: { 'content-type': type, accept },
    });
    expect(await outline(answer)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE', null, expect.any(String)]);
  });

  test.for(['PUT', 'PATCH', 'DELETE'])('the method %s', async (method) => {
    const response = await fetch(`${app.url}/graphql`, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect((await answerOf(response)).errors[0]?.extensions['code']).toBe('METHOD_NOT_ALLOWED');
  });

  test('a mutation by GET, which changes nothing', async () => {
    const query = new URLSearchParams({
      query: 'mutation { revokeApiKey(input: { id: "x" }) { __typename } }',
    });
    const response = await fetch(`${app.url}/graphql?${query}`, {
      headers: { authorization: `Bearer ${bearer}` },
    });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await answerOf(response)).errors[0]?.extensions['code']).toBe('METHOD_NOT_ALLOWED');
  });
});

describe('the hash of a document in its place', () => {
  const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };

  // Apollo's and urql's links compare the message, and then send the document.
  test.for([{ extensions }, { query: null, extensions }, { query: '', extensions, operationName: 'A' }])(
    'is answered with what clients take to send the document: %o',
    async (body) => {
      const { status, errors, text } = await send(body);
      expect([status, errors]).toEqual([
        400,
        [
          {
            message: 'PersistedQueryNotSupported',
            extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED', remedy: expect.any(String) },
          },
        ],
      ]);
      expect(JSON.parse(text)).not.toHaveProperty('data');
    },
  );

  test('by GET too', async () => {
    const query = new URLSearchParams({ extensions: JSON.stringify(extensions) });
    const { errors } = await answerOf(await fetch(`${app.url}/graphql?${query}`));
    expect(errors[0]?.message).toBe('PersistedQueryNotSupported');
  });

  test('together with the document is the document', async () => {
    expect(await send({ query: '{ __typename }', extensions })).toMatchObject({ status: 200, errors: [] });
  });
});

describe('an answer of which nothing is there has the status of its errors, and no data', () => {
  test.for([
    '{ organization { name } }',
    '{ a: organization { name } b: organization { id } viewer { id } }',
    '{ viewer { id } apiKey(id: "key_x") { id } }',
  ])('%s by a stranger', async (query) => {
    for (const type of [accept, 'application/json']) {
      const answer = await postGraphQL(app, { query }, { headers: { accept: type } });
      expect(answer.status).toBe(401);
      expect(JSON.parse(answer.text)).not.toHaveProperty('data');
    }
  });

  test('and what is there by right, null included, is 200', async () => {
    const { status, text } = await postGraphQL(app, { query: '{ viewer { id } }' });
    expect([status, JSON.parse(text)]).toEqual([200, { data: { viewer: null } }]);
  });
});

test('members of the request that GraphQL over HTTP does not know are ignored', async () => {
  expect(await send({ query: '{ __typename }', id: 7, documentId: 'x', doc_id: null })).toMatchObject({
    status: 200,
    data: { __typename: 'Query' },
  });
});

describe('credentials, as RFC 6750 says', () => {
  const query = '{ organization { id } }';

  test('none', async () => {
    expect(await outline(postGraphQL(app, { query }))).toEqual([
      401,
      'UNAUTHENTICATED',
      'Bearer',
      'Authentication required',
    ]);
  });

  test.for(['nonsense', 'sk_test_nonsense', 'session_nonsense', 'a.b.c'])('a bad one: %s', async (bad) => {
    expect(await outline(postGraphQL(app, { query }, { bearer: bad }))).toEqual([
      401,
      'UNAUTHENTICATED',
      'Bearer error="invalid_token"',
      'The credential is not valid.',
    ]);
  });

  test('another scheme', async () => {
    const headers = { authorization: `Basic ${secret}` };
    const [status, code, challenge] = await outline(postGraphQL(app, { query }, { headers }));
    expect([status, code, challenge]).toEqual([401, 'UNAUTHENTICATED', 'Bearer']);
  });

  test('one that may not do this', async () => {
    const weak = await seedServiceToken(app, []);
    const [status, code, challenge] = await outline(postGraphQL(app, { query }, { bearer: weak }));
    expect([status, code, challenge]).toEqual([403, 'FORBIDDEN', 'Bearer error="insufficient_scope"']);
  });
});

describe('no error repeats the values that were sent', () => {
  const create = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { __typename } }';

  test('of variables: the field and what was expected are named instead', async () => {
    const input = {
      environment: secret,
      name: { secret },
      scopes: [1, secret],
      expiresAt: secret,
      metadata: {},
    };
    const { errors, text } = await send({ query: create, variables: { input } });
    expect(text).not.toContain(secret);
    expect(errors[0]?.extensions['problems']).toEqual([
      { field: 'input.environment', problem: 'expected one of LIVE, TEST' },
      {
        field: 'input.expiresAt',
        problem: 'DateTime expects an instant with a time zone, such as "2026-10-14T00:00:00Z".',
      },
      { field: 'input.name', problem: 'expected a value of type String' },
      { field: 'input.scopes.0', problem: 'expected a value of type String' },
    ]);
  });

  test('of variables that are missing, unknown, or of another kind', async () => {
    const problems = async (variables: object) =>
      (await send({ query: create, variables })).errors[0]?.extensions['problems'];
    expect(await problems({})).toEqual([{ field: 'input', problem: 'is required' }]);
    expect(await problems({ input: null })).toEqual([{ field: 'input', problem: 'is required' }]);
    expect(await problems({ input: secret })).toEqual([
      { field: 'input', problem: 'expected an object, CreateApiKeyInput' },
    ]);
    expect(await problems({ input: { environment: 'TEST', nmae: 'x' } })).toEqual([
      { field: 'input.name', problem: 'is required' },
      { field: 'input.nmae', problem: 'is unknown' },
    ]);
  });

  test.for([
    ['a string for an enumeration', `"${secret}"`],
    ['a string for an object', `{ environment: TEST, name: "a", rateLimit: "${secret}" }`],
    ['an object for a string', `{ environment: TEST, name: { a: "${secret}" } }`],
    ['a name for a string', '{ environment: TEST, name: hunter2 }'],
    ['a name for an enumeration', '{ environment: hunter2, name: "a" }'],
    ['a number for a string', '{ environment: TEST, name: 4711 }'],
    ['a string for an instant', `{ environment: TEST, name: "a", expiresAt: "${secret}" }`],
    ['a password without its quotes', `{ environment: TEST, name: ${secret} }`],
    ['two strings', `{ environment: TEST, name: "a" "${secret}" }`],
    ['a block string', `{ environment: TEST, name: "a" """${secret} "and" more""" }`],
    ['a string without an end', `{ environment: TEST, name: "${secret}`],
  ])('of literals: %s', async ([, literal]) => {
    const { status, errors, text } = await send({
      query: `mutation { createApiKey(input: ${literal}) { __typename } }`,
    });
    expect(status).toBe(400);
    expect(errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    for (const word of [...secret.split(' '), 'hunter2', '4711']) expect(text).not.toContain(word);
  });
});

test.for([
  ['a number that a double rounds', 'metadata: { a: [1, 9007199254740993] }', 9007199254740993n],
  ['an enumeration value in JSON', 'metadata: { a: [1, hunter2] }', 'hunter2'],
  ['an instant', 'expiresAt: "tomorrow"', '"tomorrow"'],
  ['a date', 'expiresOn: "tomorrow"', '"tomorrow"'],
] as const)('a wrong literal is refused with its place in the document: %s', async ([, field, wrong]) => {
  const query = `mutation { createApiKey(input: { environment: TEST, name: "a", ${field} }) { __typename } }`;
  const { errors } = await postGraphQL(app, { query }, { bearer });
  expect(errors).toMatchObject([{ locations: [{ line: 1, column: query.indexOf(String(wrong)) + 1 }] }]);
});

test.for([
  ['of another name', 'query A { viewer { id } }', 'B'],
  ['of several, without a name', 'query A { viewer { id } } query B { viewer { id } }', null],
  ['of several, with another name', 'query A { viewer { id } } mutation B { signOut { __typename } }', 'C'],
  ['of none', 'fragment A on Query { viewer { id } }', null],
] as const)(
  'an operation that cannot be determined is a mistake in the document: %s',
  async ([, query, operationName]) => {
    for (const [accept, status] of [
      ['application/json', 200],
      ['application/graphql-response+json', 400],
    ] as const) {
      const answer = await postGraphQL(app, { query, operationName }, { bearer, headers: { accept } });
      expect([answer.status, answer.data, answer.errors[0]]).toEqual([
        status,
        null,
        expect.objectContaining({
          message: expect.stringContaining('operationName'),
          extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }),
        }),
      ]);
    }
  },
);

describe('what goes wrong inside', () => {
  const verify = 'mutation { verifyApiKey(input: { key: "sk_live_x" }) { valid } }';

  test('is masked, and told by the id of the request', async () => {
    const token = await seedServiceToken(app, ['VERIFY_API_KEYS']);
    const verification = {
      ...app.services.verification,
      verify: () => Promise.reject(new Error(`the ${secret}`)),
    };
    const node = await startNode(app, { services: { verification } });
    const { status, headers, errors, text } = await postGraphQL(node, { query: verify }, { bearer: token });
    expect(status).toBe(500);
    expect(text).not.toContain(secret);
    expect(errors).toEqual([
      {
        message: 'Internal error',
        locations: [{ line: 1, column: 12 }],
        path: ['verifyApiKey'],
        extensions: {
          code: 'INTERNAL_SERVER_ERROR',
          remedy: expect.any(String),
          requestId: headers.get('x-request-id'),
        },
      },
    ]);
    await node.close();
  });

  test('a database that is away is 503 with Retry-After, before and within the execution', async () => {
    const node = await startNode(app, { services: { database: createDatabase(unreachable) } });
    const answers = [
      await postGraphQL(node, { query: '{ organization { id } }' }, { bearer }),
      await answerOf(await fetch(`${node.url}/health/ready`)),
    ];
    expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
      [503, '1'],
      [503, '1'],
    ]);
    expect(answers[0]?.errors).toEqual([
      {
        message: 'The service cannot be reached just now.',
        extensions: {
          code: 'SERVICE_UNAVAILABLE',
          remedy: expect.any(String),
          retryAfterSeconds: 1,
          requestId: answers[0]?.headers.get('x-request-id'),
        },
      },
    ]);
    await node.close();
  });

  test('an answer that is there in part is an answer', async () => {
    const query = '{ scopes { name } apiKey(id: "key_x") { id } organization { id } }';
    const service = await seedServiceToken(app, []);
    const { status, data, errors } = await postGraphQL(
      app,
      { query },
      { bearer: service, headers: { accept } },
    );
    expect([status, data]).toEqual([200, expect.objectContaining({ apiKey: null, organization: null })]);
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });
});
