import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ConnectionShares,
  ConnectionsBusy,
  operationShares,
  urgentShares,
} from '../../src/database/connection-shares.ts';

const hour = 3_600_000;

/** Requests of four organizations, alone or of one of two people. */
const requests = fc
  .tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom(null, 'one', 'two'))
  .map(([organization, person]) => (person === null ? [organization] : [organization, person]));

const options = fc.record({
  places: fc.integer({ min: 1, max: 6 }),
  share: fc.integer({ min: 1, max: 6 }),
  spare: fc.integer({ min: 0, max: 3 }),
});

test('whatever holders ask for, and in whichever order places are given back, nobody exceeds the share, who has none gets a free place at once, and no place is lost', async () => {
  const steps = fc.array(fc.record({ holders: requests, leaves: fc.nat(5) }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(options, steps, async ({ places, share, spare }, all) => {
      const shares = new ConnectionShares({ places, share, spare, maxWaiting: 1000, maxWaitMs: hour });
      const held: { holders: readonly string[]; leave: () => void }[] = [];
      let entered = 0;
      const settle = () => new Promise((resolve) => setImmediate(resolve));
      const usedBy = (name: string) => held.filter(({ holders }) => holders.includes(name)).length;
      for (const { holders, leaves } of all) {
        const hasRight = held.length < places && holders.every((name) => usedBy(name) === 0);
        const before = entered;
        void shares.enter(holders).then((leave) => {
          entered += 1;
          held.push({ holders, leave });
        });
        await settle();
        if (hasRight) expect(entered).toBe(before + 1);
        for (const { leave } of held.splice(0, leaves)) leave();
        await settle();
        expect(held.length).toBeLessThanOrEqual(places);
        for (const name of ['a', 'b', 'c', 'd', 'one', 'two']) {
          expect(usedBy(name)).toBeLessThanOrEqual(share);
        }
      }
      while (held.length > 0) {
        for (const { leave } of held.splice(0)) leave();
        await settle();
      }
      expect(entered).toBe(all.length);
    }),
    { numRuns: 100 },
  );
});

test('with the shares of the service, four organizations that ask for all they can leave a connection, and two do of the urgent ones', async () => {
  const flood = async (shareOptions: { places: number; share: number; spare: number }, greedy: string[]) => {
    const shares = new ConnectionShares({ ...shareOptions, maxWaiting: 1000, maxWaitMs: hour });
    for (const name of greedy) for (const _ of Array(20)) void shares.enter([name]);
    const neighbour = shares.enter(['neighbour']).then(() => 'served');
    return Promise.race([neighbour, new Promise((resolve) => setImmediate(() => resolve('waits')))]);
  };
  expect(await flood(operationShares, ['a', 'b', 'c', 'd'])).toBe('served');
  expect(await flood(urgentShares, ['a', 'b'])).toBe('served');
});

test('the organizations of one person share the share of that person', async () => {
  const shares = new ConnectionShares({ ...operationShares, maxWaiting: 1000, maxWaitMs: hour });
  let held = 0;
  for (const organization of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
    for (const _ of Array(3)) void shares.enter([organization, 'person']).then(() => (held += 1));
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(held).toBe(operationShares.share);
});

test('who has nothing goes before who has much and waits longer', async () => {
  const shares = new ConnectionShares({ places: 3, share: 3, spare: 0, maxWaiting: 10, maxWaitMs: hour });
  const many = await Promise.all(['many', 'many', 'many'].map((holder) => shares.enter([holder])));
  const order: string[] = [];
  const waiting = ['many', 'many', 'one'].map(async (holder) => {
    const leave = await shares.enter([holder]);
    order.push(holder);
    leave();
  });
  many[0]?.();
  await Promise.all(waiting);
  expect(order[0]).toBe('one');
});

test('one who waits too long, or for too many, is refused, and takes no place afterwards', async () => {
  const shares = new ConnectionShares({ places: 1, share: 1, spare: 0, maxWaiting: 1, maxWaitMs: 20 });
  const leave = await shares.enter(['a']);
  const late = shares.enter(['b']);
  await expect(shares.enter(['b'])).rejects.toThrow(ConnectionsBusy);
  await expect(late).rejects.toThrow(ConnectionsBusy);
  leave();
  // Given back twice it is still one.
  leave();
  const next = await shares.enter(['c']);
  await expect(shares.enter(['d'])).rejects.toThrow(ConnectionsBusy);
  next();
});
