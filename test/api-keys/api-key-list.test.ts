import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
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
  organization = await seedOrganization(app);
  owner = keyRequests(app, organization.owner);
});

type Variables = Parameters<KeyRequests['list']>[0];

async function names(variables: Variables = {}): Promise<string[]> {
  return (await owner.listed(variables)).edges.map(({ node }) => node.name);
}

test('an organization without keys has an empty page', async () => {
  expect(await owner.listed()).toEqual({
    edges: [],
    pageInfo: { startCursor: null, endCursor: null, hasNextPage: false, hasPreviousPage: false },
  });
});

test('keys come newest first, 20 unless more are asked for, 100 at most', async () => {
  for (let index = 0; index < 102; index++) await organization.addKey({ name: `Key ${index}` });
  const newestFirst = Array.from({ length: 102 }, (_, index) => `Key ${101 - index}`);
  expect(await names()).toEqual(newestFirst.slice(0, 20));
  expect(await names({ first: 100 })).toEqual(newestFirst.slice(0, 100));
  expect(await names({ last: 3 })).toEqual(['Key 2', 'Key 1', 'Key 0']);
});

describe('filters', () => {
  beforeEach(async () => {
    await organization.addKey({ name: 'test active' });
    await organization.addKey({ name: 'test expired', expiresAt: new Date('2020-01-01') });
    await organization.addKey({
      name: 'live active',
      environment: 'LIVE',
      expiresAt: new Date('2099-01-01'),
    });
    const { id } = await organization.addKey({ name: 'live revoked', environment: 'LIVE' });
    await owner.revoked(id);
    const both = await organization.addKey({ name: 'test both', expiresAt: new Date('2020-01-01') });
    await owner.revoked(both.id);
  });

  test.each<[NonNullable<Variables>, string[]]>([
    [{ environment: 'TEST' }, ['test both', 'test expired', 'test active']],
    [{ environment: 'LIVE' }, ['live revoked', 'live active']],
    [{ status: 'ACTIVE' }, ['live active', 'test active']],
    [{ status: 'EXPIRED' }, ['test expired']],
    [{ status: 'REVOKED' }, ['test both', 'live revoked']],
    [{ status: 'ACTIVE', environment: 'LIVE' }, ['live active']],
    [{ status: 'EXPIRED', environment: 'LIVE' }, []],
    [{ search: 'act' }, ['live active', 'test active']],
    [{ search: 'act', environment: 'TEST', status: 'ACTIVE' }, ['test active']],
    [
      { environment: null, status: null, search: null },
      ['test both', 'live revoked', 'live active', 'test expired', 'test active'],
    ],
  ])('%j shows what fits all of it', async (filter, expected) => {
    expect(await names(filter)).toEqual(expected);
    expect(await names({ ...filter, last: 100 })).toEqual(expected);
  });
});

describe('search', () => {
  test('finds text anywhere in the name or the description, in either case', async () => {
    await owner.created({ name: 'Checkout ÄÖ', description: 'line one\nCharges Cards' });
    await owner.created({ name: 'Other' });
    for (const search of ['checkout', 'OUT ä', ' Checkout ', 'charges c', 'one\nCharges', 'A\u0308O\u0308']) {
      expect(await names({ search }), search).toEqual(['Checkout ÄÖ']);
    }
    expect(await names({ search: 'nothing' })).toEqual([]);
    expect(await names({ search: ' ' })).toHaveLength(2);
  });

  test('takes %, _ and \\ for themselves', async () => {
    await Promise.all(
      ['100% sure', '100 sure', 'a_b', 'aXb', 'back\\slash', 'backslash'].map((name) =>
        owner.created({ name }),
      ),
    );
    expect(await names({ search: '0%' })).toEqual(['100% sure']);
    expect(await names({ search: '%' })).toEqual(['100% sure']);
    expect(await names({ search: 'a_b' })).toEqual(['a_b']);
    expect(await names({ search: '_' })).toEqual(['a_b']);
    expect(await names({ search: '\\' })).toEqual(['back\\slash']);
    expect(await names({ search: '\\%' })).toEqual([]);
    expect(await names({ search: "' or true --" })).toEqual([]);
  });

  test('finds a key by its last four characters, exactly', async () => {
    const { apiKey, secret } = await owner.created({ name: '-' });
    await owner.created({ name: '-' });
    const found = (await owner.listed({ search: secret.slice(-4) })).edges.map(({ node }) => node.id);
    expect(found).toEqual([apiKey.id]);
    expect(await names({ search: secret.slice(-10) })).toEqual([]);
  });

  test.each([
    ['NUL', 'a\0'],
    ['half of a surrogate pair', '\ud800'],
    ['201 characters', 's'.repeat(201)],
  ])('for %s is refused', async (_what, search) => {
    const { status, errors } = await owner.list({ search });
    expect({ status, problems: errors[0]?.extensions['problems'] }).toEqual({
      status: 400,
      problems: [{ field: 'search', problem: expect.any(String) }],
    });
  });
});

describe('pages', () => {
  test.each([
    [{ first: -1 }, 'first'],
    [{ first: 101 }, 'first'],
    [{ last: -1 }, 'last'],
    [{ last: 101 }, 'last'],
    [{ first: 1, last: 1 }, 'last'],
    [{ after: '' }, 'after'],
    [{ after: 'nonsense' }, 'after'],
    [{ before: `AR${'A'.repeat(21)}` }, 'before'],
    [{ before: '\0' }, 'before'],
    [{ after: 'x'.repeat(50_000) }, 'after'],
  ])('%j is refused, naming the argument', async (variables, field) => {
    const { status, errors } = await owner.list(variables);
    expect({ status, problems: errors[0]?.extensions['problems'] }).toEqual({
      status: 400,
      problems: [{ field, problem: expect.any(String) }],
    });
  });

  test('of no entry tell whether there are some', async () => {
    const empty = { edges: [], pageInfo: { startCursor: null, endCursor: null } };
    expect(await owner.listed({ first: 0 })).toMatchObject({ ...empty, pageInfo: { hasNextPage: false } });
    await organization.addKey();
    for (const first of [{ first: 0 }, { first: 0, after: null }]) {
      expect(await owner.listed(first)).toMatchObject({ ...empty, pageInfo: { hasNextPage: true } });
    }
    expect(await owner.listed({ last: 0 })).toMatchObject({ ...empty, pageInfo: { hasPreviousPage: true } });
  });

  test('tell where they begin and end, and whether there are more', async () => {
    for (const name of ['c', 'b', 'a']) await organization.addKey({ name });
    const { edges } = await owner.listed();
    const [a, b, c] = edges.map(({ cursor }) => cursor);
    expect((await owner.listed({ first: 3 })).pageInfo).toEqual({
      startCursor: a,
      endCursor: c,
      hasNextPage: false,
      hasPreviousPage: false,
    });
    expect(await owner.listed({ first: 1, after: a ?? '' })).toMatchObject({
      edges: [{ node: { name: 'b' } }],
      pageInfo: { startCursor: b, endCursor: b, hasNextPage: true, hasPreviousPage: true },
    });
    expect(await owner.listed({ last: 1, before: c ?? '' })).toMatchObject({
      edges: [{ node: { name: 'b' } }],
      pageInfo: { hasNextPage: true, hasPreviousPage: true },
    });
    expect(await names({ first: 5, after: a ?? '', before: c ?? '' })).toEqual(['b']);
    expect(await names({ after: c ?? '' })).toEqual([]);
  });
});
