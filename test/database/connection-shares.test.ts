import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConnectionShares, ConnectionsBusy } from '../../src/database/connection-shares.ts';

const hour = 3_600_000;

test('whatever holders ask for, and in whichever order places are given back, nobody exceeds the share and no place is lost', async () => {
  const steps = fc.array(fc.record({ holder: fc.constantFrom('a', 'b', 'c', 'd'), leaves: fc.nat(5) }), {
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 6 }),
      steps,
      async (places, share, all) => {
        const shares = new ConnectionShares({ places, share, maxWaiting: 1000, maxWaitMs: hour });
        const held: { holder: string; leave: () => void }[] = [];
        let entered = 0;
        const settle = () => new Promise((resolve) => setImmediate(resolve));
        for (const { holder, leaves } of all) {
          void shares.enter(holder).then((leave) => {
            entered += 1;
            held.push({ holder, leave });
          });
          await settle();
          for (const { leave } of held.splice(0, leaves)) leave();
          await settle();
          expect(held.length).toBeLessThanOrEqual(places);
          for (const one of ['a', 'b', 'c', 'd']) {
            expect(held.filter((entry) => entry.holder === one).length).toBeLessThanOrEqual(share);
          }
        }
        while (held.length > 0) {
          for (const { leave } of held.splice(0)) leave();
          await settle();
        }
        expect(entered).toBe(all.length);
      },
    ),
    { numRuns: 50 },
  );
});

test('who has nothing goes before who has much and waits longer', async () => {
  const shares = new ConnectionShares({ places: 3, share: 3, maxWaiting: 10, maxWaitMs: hour });
  const many = await Promise.all(['many', 'many', 'many'].map((holder) => shares.enter(holder)));
  const order: string[] = [];
  const waiting = ['many', 'many', 'one'].map(async (holder) => {
    const leave = await shares.enter(holder);
    order.push(holder);
    leave();
  });
  many[0]?.();
  await Promise.all(waiting);
  expect(order[0]).toBe('one');
});

test('one who waits too long, or for too many, is refused, and takes no place afterwards', async () => {
  const shares = new ConnectionShares({ places: 1, share: 1, maxWaiting: 1, maxWaitMs: 20 });
  const leave = await shares.enter('a');
  const late = shares.enter('b');
  await expect(shares.enter('b')).rejects.toThrow(ConnectionsBusy);
  await expect(late).rejects.toThrow(ConnectionsBusy);
  leave();
  // Given back twice it is still one.
  leave();
  const next = await shares.enter('c');
  await expect(shares.enter('d')).rejects.toThrow(ConnectionsBusy);
  next();
});
