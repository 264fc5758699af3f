import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { seedOrganization } from '../support/seed.ts';
import { type KeyRequests, keyRequests } from './key-requests.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

type Walk = { size: number; forwards: boolean };

/** All pages from one end to the other, each after `meanwhile`; in the order of the list. */
async function walk(owner: KeyRequests, { size, forwards }: Walk, meanwhile: () => Promise<unknown>) {
  const ids: string[] = [];
  let cursor: string | null = null;
  for (;;) {
    await meanwhile();
    const { edges, pageInfo } = await owner.listed(
      forwards ? { first: size, after: cursor } : { last: size, before: cursor },
    );
    const page = edges.map(({ node }) => node.id);
    if (forwards) ids.push(...page);
    else ids.unshift(...page);
    expect(page.length).toBeLessThanOrEqual(size);
    if (!(forwards ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) return ids;
    cursor = forwards ? pageInfo.endCursor : pageInfo.startCursor;
  }
}

test('walking the pages either way shows each key that was there exactly once and in order, while others are created and revoked', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 25 }),
      fc.integer({ min: 1, max: 7 }),
      fc.boolean(),
      fc.infiniteStream(fc.integer({ min: 0, max: 3 })),
      async (count, size, forwards, inserts) => {
        const organization = await seedOrganization(app);
        const owner = keyRequests(app, organization.owner);
        for (let index = 0; index < count; index++) await organization.addKey();
        const before = (await owner.listed({ first: 100 })).edges.map(({ node }) => node.id);
        expect(before).toHaveLength(count);
        // Walking towards new keys could go on for ever, so there is an end to them.
        let budget = 15;
        const meanwhile = async () => {
          const added = Math.min(inserts.next().value ?? 0, budget);
          budget -= added;
          await Promise.all([
            ...Array.from({ length: added }, () => owner.created()),
            ...before.slice(budget % 5, (budget % 5) + 1).map((id) => owner.revoke(id)),
          ]);
        };
        const seen = await walk(owner, { size, forwards }, meanwhile);
        expect(seen.filter((id) => before.includes(id))).toEqual(before);
        expect(new Set(seen).size).toBe(seen.length);
      },
    ),
    { numRuns: 15 },
  );
});

test('pages that are read at the same moment as keys are created neither skip nor repeat', async () => {
  const organization = await seedOrganization(app);
  const owner = keyRequests(app, organization.owner);
  for (let index = 0; index < 30; index++) await organization.addKey();
  const before = (await owner.listed({ first: 100 })).edges.map(({ node }) => node.id);
  let walking = true;
  const creating = (async () => {
    while (walking) await owner.created();
  })();
  const walks = await Promise.all(
    [1, 4, 9].flatMap((size) =>
      [true, false].map((forwards) => walk(owner, { size, forwards }, async () => {})),
    ),
  );
  walking = false;
  await creating;
  for (const seen of walks) expect(seen.filter((id) => before.includes(id))).toEqual(before);
});
