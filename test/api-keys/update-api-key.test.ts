import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';
import { type KeyRequests, keyRequests } from './key-requests.ts';

let app: TestApp;
let organization: SeededOrganization;
let owner: KeyRequests;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.clock.set(new Date('2026-10-01T12:00:00Z'));
  organization = await seedOrganization(app);
  owner = keyRequests(app, organization.owner);
});

const everything = {
  name: 'Server',
  description: 'Charges cards',
  scopes: ['invoices:read', 'clients:*'],
  expiresAt: '2099-01-01T00:00:00.000Z',
  rateLimit: { perMinute: 10, perHour: 100 },
  ipAllowlist: ['10.0.0.0/8'],
  metadata: { team: 'billing' },
};

/** Without the types, which would not let an unknown field through. */
const anyUpdate: TypedDocumentNode<unknown, unknown> = parse(
  'mutation ($input: UpdateApiKeyInput!) { updateApiKey(input: $input) { __typename } }',
);

const later = new Date('2026-10-02T12:00:00Z');

test('each setting changes alone, and everything else stays as it was', async () => {
  const changes = {
    name: 'Other',
    description: 'Sends invoices',
    scopes: ['invoices:write'],
    expiresAt: '2098-01-01T00:00:00.000Z',
    rateLimit: { perMinute: 5, perHour: 50 },
    ipAllowlist: ['192.0.2.1/32'],
    metadata: { replaced: true },
  };
  let { apiKey } = await owner.created(everything);
  await app.clock.set(later);
  for (const [field, value] of Object.entries(changes)) {
    const updated = await owner.updated({ id: apiKey.id, [field]: value });
    expect(updated).toEqual({ ...apiKey, [field]: value, updatedAt: later.toISOString() });
    expect(await owner.found(apiKey.id)).toEqual(updated);
    apiKey = updated;
  }
});

test('null clears a setting, leaving it out keeps it', async () => {
  const { apiKey } = await owner.created(everything);
  await app.clock.set(later);
  const cleared = {
    description: null,
    scopes: [],
    expiresAt: null,
    ipAllowlist: [],
    metadata: {},
  };
  let expected = { ...apiKey, updatedAt: later.toISOString() };
  for (const [field, value] of Object.entries(cleared)) {
    expected = { ...expected, [field]: value };
    expect(await owner.updated({ id: apiKey.id, [field]: null })).toEqual(expected);
  }
  expect(await owner.updated({ id: apiKey.id, rateLimit: { perHour: null } })).toMatchObject({
    rateLimit: { perMinute: 10, perHour: 1000 },
  });
  expect(await owner.updated({ id: apiKey.id, rateLimit: null })).toMatchObject({
    rateLimit: { perMinute: 100, perHour: 1000 },
  });
});

test('a name cannot be cleared', async () => {
  const { apiKey } = await owner.created(everything);
  const { status, errors } = await owner.update({ id: apiKey.id, name: null });
  expect({ status, field: errors[0]?.extensions['problems'] }).toMatchObject({
    status: 400,
    field: [{ field: 'input.name' }],
  });
  expect(await owner.found(apiKey.id)).toEqual(apiKey);
});

test('a change of nothing changes nothing, the time of the last change included', async () => {
  const { apiKey } = await owner.created(everything);
  await app.clock.set(later);
  expect(await owner.updated({ id: apiKey.id })).toEqual(apiKey);
});

test('the rate limit given in part leaves the other part', async () => {
  const { apiKey } = await owner.created(everything);
  const updated = await owner.updated({ id: apiKey.id, rateLimit: { perMinute: 7 } });
  expect(updated.rateLimit).toEqual({ perMinute: 7, perHour: 100 });
});

describe('full access', () => {
  test('is given and taken by the option and by the list', async () => {
    const { id } = (await owner.created({ scopes: ['invoices:read'] })).apiKey;
    expect(await owner.updated({ id, fullAccess: true })).toMatchObject({ scopes: ['*'], fullAccess: true });
    expect(await owner.updated({ id, fullAccess: false })).toMatchObject({ scopes: [], fullAccess: false });
    expect(await owner.updated({ id, scopes: ['*'] })).toMatchObject({ scopes: ['*'], fullAccess: true });
    expect(await owner.updated({ id, scopes: ['clients:read'] })).toMatchObject({
      scopes: ['clients:read'],
      fullAccess: false,
    });
    expect(await owner.updated({ id, fullAccess: false })).toMatchObject({ scopes: ['clients:read'] });
    expect(await owner.updated({ id, fullAccess: null })).toMatchObject({ scopes: ['clients:read'] });
  });

  test('denied to a key whose scopes the catalog has lost leaves them', async () => {
    const { id } = await organization.addKey({ scopes: ['gone:read'] });
    expect(await owner.updated({ id, fullAccess: false })).toMatchObject({ scopes: ['gone:read'] });
    expect(await owner.updated({ id, name: 'Renamed' })).toMatchObject({ scopes: ['gone:read'] });
  });
});

test('the environment, creator and creation cannot be changed', async () => {
  const { apiKey } = await owner.created(everything);
  for (const field of ['environment', 'createdAt', 'createdBy', 'organizationId', 'status', 'revokedAt']) {
    const { errors } = await app.graphql(
      anyUpdate,
      { input: { id: apiKey.id, [field]: null } },
      organization.owner,
    );
    expect(errors[0]?.extensions.code, field).toBe('BAD_USER_INPUT');
  }
  expect(await owner.found(apiKey.id)).toEqual(apiKey);
});

test('a refused change changes nothing, whichever part of it was wrong', async () => {
  const { apiKey } = await owner.created(everything);
  const wrong = [
    { metadata: [] },
    { ipAllowlist: ['x'] },
    { rateLimit: { perMinute: 101 } },
    { expiresAt: '2000-01-01T00:00:00Z' },
  ];
  for (const part of wrong) {
    expect((await owner.update({ id: apiKey.id, name: 'Other', ...part })).status).toBe(400);
  }
  expect(await owner.found(apiKey.id)).toEqual(apiKey);
});

test('a revoked key takes no change, and the answer says when and by whom it was revoked', async () => {
  const { apiKey } = await owner.created(everything);
  const revoked = await owner.revoked(apiKey.id);
  for (const change of [{ name: 'Other' }, { expiresAt: null }, {}]) {
    const { updateApiKey } = dataOf(await owner.update({ id: apiKey.id, ...change }));
    expect(memberOf(updateApiKey, 'ApiKeyAlreadyRevoked').apiKey).toEqual(revoked);
  }
});

test('changes of different settings at the same moment all stay', async () => {
  const { apiKey } = await owner.created({ name: 'Server' });
  const { name: _name, ...rest } = everything;
  await Promise.all(
    Object.entries(rest).map(([field, value]) => owner.updated({ id: apiKey.id, [field]: value })),
  );
  expect(await owner.found(apiKey.id)).toMatchObject(rest);
});

test('of changes and a revocation at the same moment none comes after the revocation', async () => {
  const { apiKey } = await owner.created(everything);
  const changes = Array.from({ length: 20 }, (_, index) =>
    owner.update({ id: apiKey.id, name: `Name ${index}` }),
  );
  const [revoked, ...answers] = await Promise.all([owner.revoked(apiKey.id), ...changes]);
  const results = answers.map((answer) => dataOf(answer).updateApiKey);
  for (const result of results) {
    expect(['UpdateApiKeyPayload', 'ApiKeyAlreadyRevoked']).toContain(result.__typename);
  }
  // Nothing that was answered as changed after the revocation: the name is the one it was revoked with.
  expect(await owner.found(apiKey.id)).toEqual(revoked);
});
