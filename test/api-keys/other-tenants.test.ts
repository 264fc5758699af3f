import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatId, newUuid } from '../../src/lib/ids.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { ApiKeyById, ResumeApiKey, RevokeApiKey, SuspendApiKey, UpdateApiKey } from './documents.ts';
import { keyRequests } from './key-requests.ts';

let app: TestApp;
let mine: SeededOrganization;
let theirs: SeededOrganization;
beforeAll(async () => {
  app = await startTestApp();
  [mine, theirs] = await Promise.all([seedOrganization(app), seedOrganization(app)]);
});
afterAll(() => app.close());

const operations = [
  ['apiKey', print(ApiKeyById), (id: string) => ({ id })],
  ['updateApiKey', print(UpdateApiKey), (id: string) => ({ input: { id, name: 'Mine now' } })],
  ['updateApiKey of nothing', print(UpdateApiKey), (id: string) => ({ input: { id } })],
  ['suspendApiKey', print(SuspendApiKey), (id: string) => ({ input: { id } })],
  ['resumeApiKey', print(ResumeApiKey), (id: string) => ({ input: { id } })],
  ['revokeApiKey', print(RevokeApiKey), (id: string) => ({ input: { id } })],
] as const;

/** Status, headers and body, without what differs between any two answers. */
async function wholeAnswer(
  caller: Record<string, string>,
  query: string,
  variables: object,
): Promise<string> {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...caller },
    body: JSON.stringify({ query, variables }),
  });
  const headers = [...response.headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
  return JSON.stringify([response.status, headers, await response.text()]);
}

describe.each(operations)('%s', (_name, query, variablesFor) => {
  test('answers byte for byte the same for another organization’s key as for one that never was', async () => {
    const admin = await mine.addMember('ADMIN');
    const managing = await mine.addKey({ scopes: ['api-keys:write'] });
    const service = await seedServiceToken(app, ['READ_API_KEYS', 'MANAGE_API_KEYS']);
    const callers = [
      { authorization: `Bearer ${mine.owner.bearer}` },
      { authorization: `Bearer ${admin.bearer}` },
      { authorization: `Bearer ${managing.secret}` },
      { authorization: `Bearer ${service}`, 'latchkey-organization': mine.id },
    ];
    const revoked = await theirs.addKey();
    await keyRequests(app, theirs.owner).revoked(revoked.id);
    const ids = [
      (await theirs.addKey({ environment: 'TEST' })).id,
      (await theirs.addKey({ environment: 'LIVE', expiresAt: new Date('2020-01-01') })).id,
      revoked.id,
      theirs.id.replace('org_', 'key_'),
      mine.id,
      theirs.owner.id,
      newUuid(),
      '',
      'key_',
      'key_zzzzzzzzzzzzzzzzzzzzzzzzzz',
      `key_${'0'.repeat(90_000)}`,
      "key_' or 1=1 --",
      '\0',
      '\ud800',
    ];
    for (const caller of callers) {
      const missing = await wholeAnswer(caller, query, variablesFor(formatId('apiKey', newUuid())));
      for (const id of ids) {
        expect(await wholeAnswer(caller, query, variablesFor(id)), id.slice(0, 60)).toBe(missing);
      }
    }
  });
});

test('nothing of another organization was changed by all that', async () => {
  const { rows } = await app.testDatabase.pool.query(
    `select name from api_keys where organization_id = $1 and (name = 'Mine now' or revoked_by_id <> $2)`,
    [theirs.uuid, theirs.owner.memberUuid],
  );
  expect(rows).toEqual([]);
});

test('lists show the active organization’s keys only, also with a cursor or search from another', async () => {
  const [own, other] = [
    await mine.addKey({ name: 'Shared name' }),
    await theirs.addKey({ name: 'Shared name' }),
  ];
  const owner = keyRequests(app, mine.owner);
  const cursors = (await keyRequests(app, theirs.owner).listed({ search: 'Shared name' })).edges;
  for (const page of [{}, { before: cursors[0]?.cursor ?? '' }, { after: cursors[0]?.cursor ?? '' }]) {
    const ids = (await owner.listed({ search: 'Shared name', ...page })).edges.map(({ node }) => node.id);
    expect(ids).not.toContain(other.id);
  }
  expect((await owner.listed({ search: 'Shared name' })).edges.map(({ node }) => node.id)).toEqual([own.id]);
});

test('naming another organization in the header is answered like one that never was', async () => {
  const query = print(ApiKeyById);
  const key = await theirs.addKey();
  const managing = await mine.addKey({ scopes: ['api-keys:read'] });
  for (const bearer of [mine.owner.bearer, managing.secret]) {
    const answer = (organization: string) =>
      wholeAnswer({ authorization: `Bearer ${bearer}`, 'latchkey-organization': organization }, query, {
        id: key.id,
      });
    const missing = await answer(formatId('organization', newUuid()));
    expect(missing).toContain('NOT_FOUND');
    for (const organization of [theirs.id, 'org_x', key.id]) expect(await answer(organization)).toBe(missing);
  }
});
