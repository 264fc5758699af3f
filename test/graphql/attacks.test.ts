import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { startNode } from '../support/node.ts';
import { postGraphQL } from '../support/raw.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';
import { attackBodies } from './attack-bodies.ts';

let app: TestApp;
let bearer: string;
let serviceToken: string;
let key: string;

beforeAll(async () => {
  app = await startTestApp();
  const organization = await seedOrganization(app);
  ({ bearer } = organization.owner);
  ({ secret: key } = await organization.addKey());
  serviceToken = await seedServiceToken(app, ['VERIFY_API_KEYS']);
});
afterAll(() => app.close());

const accept = 'application/graphql-response+json';

const attack = (body: string) => postGraphQL(app, body, { bearer, headers: { accept } });

/** The requests of others meanwhile. Each must be served. */
async function bystanders(): Promise<unknown[]> {
  const [ready, organization, verification] = await Promise.all([
    fetch(`${app.url}/health/ready`),
    postGraphQL(app, { query: '{ organization { name apiKeys { edges { node { name } } } } }' }, { bearer }),
    fetch(`${app.url}/v1/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${serviceToken}` },
      body: JSON.stringify({ key }),
    }).then((response) => response.json()),
  ]);
  return [ready.status, organization.status, organization.errors, verification.code];
}

const served = [200, 200, [], 'VALID'];

const attacks = Object.entries(attackBodies).map(([name, body]) => ({ name, body: body() }));

test.for(attacks)('$name', async ({ body }) => {
  const { status, errors, headers, text } = await attack(body);
  expect([status, text.slice(0, 300)]).toEqual([expect.toBeOneOf([400, 413]), expect.any(String)]);
  expect(headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
  expect(errors[0]?.extensions).toMatchObject({
    code: expect.toBeOneOf(['BAD_USER_INPUT', 'PAYLOAD_TOO_LARGE']),
    remedy: expect.any(String),
  });
  expect(text.length).toBeLessThan(10_000);
});

test('anonymous callers are refused all the same', async () => {
  for (const { name, body } of attacks) {
    const { status } = await postGraphQL(app, body, { headers: { accept } });
    expect(status, name).toBeOneOf([400, 401, 413]);
  }
});

test('others are served while all attacks run at once', async () => {
  const running = Promise.all(attacks.map(({ body }) => attack(body)));
  const rounds = await Promise.all(Array.from({ length: 10 }, bystanders));
  expect(rounds).toEqual(rounds.map(() => served));
  await running;
});

// One that took a third of a second each would not end within the test's own time.
test.for(attacks)('sixty times in a row, within the time of a test: $name', async ({ body }) => {
  for (let count = 0; count < 60; count += 1) {
    expect((await attack(body)).status).toBeOneOf([400, 413]);
  }
});

test('a body that comes drop by drop is cut off, while others are served', async () => {
  const impatient = await startNode(app, { settings: { requestTimeoutMs: 300 } });
  const dripping = drip(impatient.url);
  expect(await bystanders()).toEqual(served);
  expect(await dripping).toBe(408);
  await impatient.close();
});

/** Sends a body a byte at a time until there is an answer. */
async function drip(url: string): Promise<number | undefined> {
  const sent = request(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': 1000 },
  });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    sent.on('response', (response) => resolve(response.resume().statusCode));
    sent.on('error', reject);
  });
  let dripping = true;
  const stop = () => {
    dripping = false;
  };
  answered.then(stop, stop);
  while (dripping) {
    sent.write(' ');
    await wait(20);
  }
  sent.destroy();
  return answered;
}
