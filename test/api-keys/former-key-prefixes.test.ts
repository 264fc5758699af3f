import { afterAll, beforeAll, expect, test } from 'vitest';
import { unacceptedKeyPrefixes } from '../../src/api-keys/former-key-prefixes.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { exchange } from '../support/oauth.ts';
import { sendRest } from '../support/rest.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';
import { keyRequests } from './key-requests.ts';

let before: TestApp;
let after: TestApp;
let careless: TestApp;
let organization: SeededOrganization;
beforeAll(async () => {
  before = await startTestApp({ product: { keyPrefix: 'old' } });
  const { testDatabase } = before;
  after = await startTestApp({ testDatabase, product: { keyPrefix: 'new', formerKeyPrefixes: ['old'] } });
  careless = await startTestApp({ testDatabase, product: { keyPrefix: 'new' } });
  organization = await seedOrganization(before);
  // Each start does this too.
  await unacceptedKeyPrefixes(before.services);
});
afterAll(async () => {
  await careless.close();
  await after.close();
  await before.close();
});

async function codeOf(app: TestApp, key: string): Promise<string> {
  return (await app.services.verification.verify({ key }, { kind: 'trusted' })).code;
}

test('a key with a former prefix is verified, manages keys and is exchanged, and its prefix is shown', async () => {
  const { owner } = organization;
  const made = await keyRequests(before, owner).created({ scopes: ['api-keys:read', 'invoices:read'] });
  const { id } = made.apiKey;
  expect(made.secret).toMatch(/^old_test_/);
  expect(await codeOf(after, made.secret)).toBe('VALID');
  const shown = await sendRest(after.url, `GET /v1/api-keys/${id}`, { bearer: made.secret });
  expect(shown.body).toMatchObject({ prefix: expect.stringMatching(/^old_test_…/) });
  const token = await exchange(after, { id, secret: made.secret });
  expect(token.status).toBe(200);

  const rotated = await keyRequests(after, owner).rotated({ id });
  expect(rotated.secret).toMatch(/^new_test_/);
  expect(await codeOf(after, rotated.secret)).toBe('VALID');
  const shownNow = await sendRest(after.url, `GET /v1/api-keys/${id}`, { bearer: rotated.secret });
  expect(shownNow.body).toMatchObject({ prefix: expect.stringMatching(/^new_test_…/) });
});

test('a start counts the active keys that a changed prefix shuts out', async () => {
  const made = await keyRequests(before, organization.owner).created();
  expect(await codeOf(careless, made.secret)).toBe('MALFORMED');
  expect(await unacceptedKeyPrefixes(after.services)).toEqual([]);
  const [shutOut] = await unacceptedKeyPrefixes(careless.services);
  expect(shutOut).toEqual({ prefix: 'old', activeKeys: expect.any(Number) });
  await keyRequests(before, organization.owner).revoked(made.apiKey.id);
  const [fewer] = await unacceptedKeyPrefixes(careless.services);
  expect(fewer?.activeKeys ?? 0).toBe((shutOut?.activeKeys ?? 0) - 1);
});
