import { setTimeout as sleep } from 'node:timers/promises';
import { hash } from 'argon2';
import { beforeEach, expect, test, vi } from 'vitest';
import { hashPassword, verifyPassword } from '../../src/users/passwords.ts';

// The real argon2, with a record of what it is asked to do.
const work = vi.hoisted(() => ({ verified: [] as string[], running: 0, mostRunning: 0, quick: false }));
vi.mock('argon2', async (importOriginal) => {
  const argon2 = await importOriginal<typeof import('argon2')>();
  return {
    ...argon2,
    verify: async (storedHash: string, password: string) => {
      work.verified.push(storedHash);
      work.running += 1;
      work.mostRunning = Math.max(work.mostRunning, work.running);
      try {
        if (work.quick) return await sleep(1, false);
        return await argon2.verify(storedHash, password);
      } finally {
        work.running -= 1;
      }
    },
  };
});

beforeEach(() => {
  Object.assign(work, { verified: [], running: 0, mostRunning: 0, quick: false });
});

test('a password is stored as argon2id at OWASP’s minimum', async () => {
  expect(await hashPassword('staple-battery-horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('the same password gets another hash each time, and each is accepted', async () => {
  const hashes = [await hashPassword('staple-battery-horse'), await hashPassword('staple-battery-horse')];
  expect(hashes[0]).not.toBe(hashes[1]);
  for (const stored of hashes) {
    expect(await verifyPassword('staple-battery-horse', stored)).toEqual({ correct: true, outdated: false });
    expect(await verifyPassword('staple-battery-horsE', stored)).toEqual({ correct: false, outdated: false });
  }
});

test('without an account the same work is done, and no password is right', async () => {
  const stored = await hashPassword('staple-battery-horse');
  expect((await verifyPassword('a wrong password', stored)).correct).toBe(false);
  expect((await verifyPassword('a wrong password', null)).correct).toBe(false);
  expect(work.verified).toHaveLength(2);
  const costs = work.verified.map((verified) => verified.split('$').slice(0, 4).join('$'));
  expect(costs[1]).toBe(costs[0]);
});

test('a hash of lower cost than today’s is accepted and reported as outdated', async () => {
  const weak = await hash('staple-battery-horse', { memoryCost: 8192, timeCost: 1, parallelism: 1 });
  expect(await verifyPassword('staple-battery-horse', weak)).toEqual({ correct: true, outdated: true });
  expect(await verifyPassword('another one', weak)).toEqual({ correct: false, outdated: false });
});

test('a character is the same however the keyboard composes it', async () => {
  const stored = await hashPassword('caf\u00e9-staple-battery');
  expect((await verifyPassword('cafe\u0301-staple-battery', stored)).correct).toBe(true);
});

test('no more than two passwords are verified at one time, and a flood is turned away', async () => {
  work.quick = true;
  const answers = await Promise.allSettled(
    Array.from({ length: 300 }, () => verifyPassword('a wrong password', null)),
  );
  const refused = answers.filter(({ status }) => status === 'rejected');
  expect(work.mostRunning).toBe(2);
  expect(work.verified).toHaveLength(300 - refused.length);
  expect(refused.length).toBeGreaterThanOrEqual(90);
  expect(refused[0]).toMatchObject({
    reason: { code: 'SERVICE_UNAVAILABLE', details: { retryAfterSeconds: 2 } },
  });
  expect((await verifyPassword('after the flood', null)).correct).toBe(false);
});
