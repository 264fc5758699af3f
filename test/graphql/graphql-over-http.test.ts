import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { seedOrganization } from '../support/seed.ts';

let app: TestApp;
let bearer: string;

beforeAll(async () => {
  app = await startTestApp();
  ({ bearer } = (await seedOrganization(app)).owner);
});
afterAll(() => app.close());

// With a credential, since introspection is for authenticated callers.
const audits = serverAudits({
  url: () => `${app.url}/graphql`,
  fetchFn: (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${bearer}`);
    return fetch(url, { ...init, headers });
  },
});

test('there are 61 audits', () => {
  expect(audits).toHaveLength(61);
});

test.for(audits)('$id $name', async ({ fn }) => {
  const result = await fn();
  expect(result.status === 'ok' ? null : result.reason).toBeNull();
});
