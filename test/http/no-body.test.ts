import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { seedOrganization } from '../support/seed.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

test.each([
  ['DELETE', '', 204],
  ['POST', '/rotate', 200],
])(
  'a client that names a content type with every request can %s without a body',
  async (method, path, status) => {
    const organization = await seedOrganization(app);
    const { id } = await organization.addKey();
    const response = await fetch(`${app.url}/v1/api-keys/${id}${path}`, {
      method,
      headers: { authorization: `Bearer ${organization.owner.bearer}`, 'content-type': 'application/json' },
    });
    expect(response.status).toBe(status);
  },
);

test('a body of the wrong type for a token is answered with the right one', async () => {
  const response = await fetch(`${app.url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect([response.status, await response.json()]).toEqual([
    400,
    expect.objectContaining({
      error: 'invalid_request',
      error_description: expect.stringContaining('application/x-www-form-urlencoded'),
    }),
  ]);
});
