import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyRequests } from '../api-keys/key-requests.ts';
import { graphql } from '../gql/index.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf } from '../support/graphql.ts';
import { accessTokenOf, verifyOverHttp } from '../support/oauth.ts';
import { sendRest } from '../support/rest.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { until } from '../support/until.ts';

let app: TestApp;
let organization: SeededOrganization;
let verifier: string;
beforeAll(async () => {
  app = await startTestApp();
  organization = await seedOrganization(app, { plan: 'enterprise' });
  verifier = await seedServiceToken(app, ['VERIFY_API_KEYS']);
});
afterAll(() => app.close());

const LastRotation = graphql(`
  query PreviousSecretUse($id: ID!) {
    apiKey(id: $id) {
      lastUsedAt
      lastRotation { rotatedAt previousSecretLastUsedAt }
    }
  }
`);

const shown = async (id: string) =>
  dataOf(await app.graphql(LastRotation, { id }, { bearer: organization.owner.bearer })).apiKey;

const verify = async (key: string, conditions: object = {}) =>
  (await verifyOverHttp(app, verifier, { key, ...conditions })).body['code'];

/** Waits until the key's last use is this one, and returns its last rotation. */
const rotationAfterUse = async (id: string, usedAt: string) =>
  (
    await until(`the use at ${usedAt}`, async () => {
      const key = await shown(id);
      return key?.lastUsedAt === usedAt ? key : null;
    })
  ).lastRotation;

test('a rotation shows the last use of the previous secret, and no use of another one', async () => {
  const { rotated } = keyRequests(app, organization.owner);
  const key = await organization.addKey({ scopes: ['invoices:read'] });
  await app.clock.set(new Date('2027-05-01T10:00:00Z'));
  expect(await verify(key.secret)).toBe('VALID');
  expect(await rotationAfterUse(key.id, '2027-05-01T10:00:00.000Z')).toBeNull();

  await app.clock.set(new Date('2027-05-01T11:00:00Z'));
  const { secret } = await rotated({ id: key.id, overlapSeconds: 86_400 });
  // The use before the rotation says nothing of who has not changed over.
  expect((await shown(key.id))?.lastRotation?.previousSecretLastUsedAt).toBeNull();
  await app.clock.set(new Date('2027-05-01T12:00:00Z'));
  expect(await verify(key.secret, { scopes: ['clients:read'] })).toBe('INSUFFICIENT_SCOPES');
  expect(await verify(secret)).toBe('VALID');
  expect(await rotationAfterUse(key.id, '2027-05-01T12:00:00.000Z')).toMatchObject({
    previousSecretLastUsedAt: null,
  });

  await app.clock.set(new Date('2027-05-01T13:00:00Z'));
  expect(await verify(key.secret)).toBe('VALID');
  await app.clock.set(new Date('2027-05-01T14:00:00Z'));
  expect(await verify(secret)).toBe('VALID');
  expect(await rotationAfterUse(key.id, '2027-05-01T14:00:00.000Z')).toEqual({
    rotatedAt: '2027-05-01T11:00:00.000Z',
    previousSecretLastUsedAt: '2027-05-01T13:00:00.000Z',
  });
  const rest = await sendRest(app.url, `GET /v1/api-keys/${key.id}`, { bearer: organization.owner.bearer });
  expect(rest.body).toMatchObject({
    last_rotation: {
      rotated_at: '2027-05-01T11:00:00.000Z',
      previous_secret_expires_at: '2027-05-02T11:00:00.000Z',
      previous_secret_last_used: '2027-05-01T13:00:00.000Z',
    },
  });

  // The next rotation has another previous secret, which nobody has used since.
  await app.clock.set(new Date('2027-05-01T15:00:00Z'));
  await rotated({ id: key.id, overlapSeconds: 86_400 });
  expect((await shown(key.id))?.lastRotation?.previousSecretLastUsedAt).toBeNull();
});

test('an access token that was issued for the previous secret counts as a use of it', async () => {
  const { rotated } = keyRequests(app, organization.owner);
  await app.clock.set(new Date('2027-06-01T10:00:00Z'));
  const key = await organization.addKey();
  await rotated({ id: key.id, overlapSeconds: 86_400 });
  const { token } = await accessTokenOf(app, key);
  await app.clock.set(new Date('2027-06-01T10:05:00Z'));
  expect(await verify(token)).toBe('VALID');
  expect(await rotationAfterUse(key.id, '2027-06-01T10:05:00.000Z')).toMatchObject({
    previousSecretLastUsedAt: '2027-06-01T10:05:00.000Z',
  });
});
