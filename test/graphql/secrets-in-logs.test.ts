import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../../src/lib/logger.ts';
import { hashPassword } from '../../src/users/passwords.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { startNode, type TestNode } from '../support/node.ts';
import { postGraphQL } from '../support/raw.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';

const password = 'correct horse battery staple';
const wrongPassword = 'incorrect horse battery staple';
const lines: string[] = [];

let app: TestApp;
let node: TestNode;
let organization: SeededOrganization;
let serviceToken: string;

beforeAll(async () => {
  app = await startTestApp();
  const log = createLogger('trace', { write: (line) => void lines.push(line) });
  const verify = app.services.verification.verify;
  const verification: typeof app.services.verification = {
    ...app.services.verification,
    // Errors of the database may contain anything.
    verify: (request, caller) =>
      Object(request).key === 'fail'
        ? Promise.reject(Object.assign(new Error('no'), { detail: password, client: { password } }))
        : verify(request, caller),
  };
  node = await startNode(app, { services: { log, verification } });
  organization = await seedOrganization(app);
  serviceToken = await seedServiceToken(app, ['VERIFY_API_KEYS']);
  const passwordHash = await hashPassword(password);
  await app.services.database
    .updateTable('users')
    .set({ passwordHash })
    .where('id', '=', organization.owner.userUuid)
    .execute();
});
afterAll(async () => {
  await node.close();
  await app.close();
});

test('no secret stands in the log, whatever happens to it', async () => {
  const { owner } = organization;
  const { bearer } = owner;
  const signIn =
    'mutation ($input: SignInInput!) { signIn(input: $input) { ... on SignInPayload { sessionToken } } }';
  const create =
    'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { ... on CreateApiKeyPayload { secret } } }';
  const verify = 'mutation ($key: String!) { verifyApiKey(input: { key: $key }) { code } }';
  const badBearer = `${bearer.slice(0, -4)}aaaa`;
  const answers = [
    await postGraphQL(node, { query: signIn, variables: { input: { email: owner.email, password } } }),
    await postGraphQL(node, {
      query: signIn,
      variables: { input: { email: owner.email, password: wrongPassword } },
    }),
    await postGraphQL(node, {
      query: signIn,
      variables: { input: { email: { password }, password: [password, 1] } },
    }),
    await postGraphQL(node, {
      query: `mutation { signIn(input: { email: "a", password: "${password}" "b" }) }`,
    }),
    await postGraphQL(
      node,
      { query: create, variables: { input: { environment: 'TEST', name: 'a' } } },
      { bearer },
    ),
    await postGraphQL(node, { query: '{ organization { id } }' }, { bearer: badBearer }),
    await postGraphQL(
      node,
      { query: '{ viewer { id } }' },
      { headers: { cookie: `latchkey_session=${bearer}` } },
    ),
    await postGraphQL(node, `{"query":"${password}`, { bearer }),
    await postGraphQL(node, { query: verify, variables: { key: 'fail' } }, { bearer: serviceToken }),
  ];
  await fetch(`${node.url}/graphql?query=${encodeURIComponent(password)}&token=${bearer}`);
  await fetch(`${node.url}/v1/verify?key=${bearer}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${serviceToken}` },
    body: JSON.stringify({ key: `sk_test_${password}`, scopes: password }),
  });
  const issued = answers.flatMap(({ text }) => [...text.matchAll(/"(?:secret|sessionToken)":"([^"]+)"/g)]);
  expect(issued).toHaveLength(2);
  expect(answers.at(-1)?.status).toBe(500);

  const log = lines.join('');
  expect(lines.length).toBeGreaterThan(answers.length);
  expect(log).toContain('A request failed');
  const secrets = [
    password,
    wrongPassword,
    bearer,
    badBearer,
    serviceToken,
    ...issued.map(([, value = '']) => value),
  ];
  for (const secret of secrets) {
    expect(log).not.toContain(secret);
    // Nor the better part of it.
    expect(log).not.toContain(secret.slice(-20));
  }
});

test('the log of a failed request holds the cause, and the id that the caller was told', async () => {
  lines.length = 0;
  const { errors } = await postGraphQL(
    node,
    { query: 'mutation { verifyApiKey(input: { key: "fail" }) { code } }' },
    { bearer: serviceToken },
  );
  const failures = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'A request failed');
  expect(failures).toEqual([
    expect.objectContaining({
      reqId: errors[0]?.extensions['requestId'],
      err: { type: 'Error', message: 'no', stack: expect.stringContaining('secrets-in-logs.test.ts') },
    }),
  ]);
});
