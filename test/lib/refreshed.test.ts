import { describe, expect, it } from 'vitest';
import { createRefreshed, type RefreshedOptions } from '../../src/lib/refreshed.ts';

/** A source that counts how often it is read, and fails when told to; its value is the number of the reading. */
function startSource(options: Partial<RefreshedOptions<number>> = {}) {
  const state = { now: 0, reads: 0, fails: false };
  const refreshed = createRefreshed<number>({
    read: async () => {
      state.reads += 1;
      const read = state.reads;
      await Promise.resolve();
      if (state.fails) throw new Error('gone');
      return read;
    },
    now: () => state.now,
    freshMs: 100,
    earlyReads: { atOnce: 2, everyMs: 50 },
    ...options,
  });
  return { state, refreshed };
}

describe('a value that stands elsewhere', () => {
  it('is read once for callers at the same time, and again once it is no longer fresh', async () => {
    const { state, refreshed } = startSource();
    const together = await Promise.all([refreshed.fresh(), refreshed.fresh(), refreshed.newer()]);
    expect(together).toEqual([1, 1, 1]);
    state.now = 100;
    expect(await refreshed.fresh()).toBe(1);
    state.now = 101;
    expect(await refreshed.fresh()).toBe(2);
  });

  it('is read early some times at once, then only once in a while, for any number of callers', async () => {
    const { state, refreshed } = startSource({ freshMs: 10_000 });
    await refreshed.fresh();
    const flood = [];
    for (let count = 0; count < 10; count += 1) flood.push(await refreshed.newer());
    expect(flood).toEqual([2, 3, 3, 3, 3, 3, 3, 3, 3, 3]);
    state.now = 50;
    expect([await refreshed.newer(), await refreshed.newer()]).toEqual([4, 4]);
    state.now = 10_000;
    expect([await refreshed.newer(), await refreshed.newer(), await refreshed.newer()]).toEqual([5, 6, 6]);
  });

  it('serves while it is usable when it cannot be read; then the failure is told', async () => {
    const { state, refreshed } = startSource({ usableMs: 1000 });
    await refreshed.fresh();
    state.fails = true;
    state.now = 999;
    expect(await refreshed.fresh()).toBe(1);
    await expect(refreshed.newer()).rejects.toThrow('gone');
    state.now = 1000;
    await expect(refreshed.fresh()).rejects.toThrow('gone');
    state.fails = false;
    expect(await refreshed.fresh()).toBe(state.reads);
  });

  it('is not asked for again during the pause after a failure', async () => {
    const { state, refreshed } = startSource({ pauseMs: 500 });
    state.fails = true;
    for (let count = 0; count < 5; count += 1) await expect(refreshed.fresh()).rejects.toThrow('gone');
    await expect(refreshed.newer()).rejects.toThrow('gone');
    expect(state.reads).toBe(1);
    [state.fails, state.now] = [false, 500];
    expect(await refreshed.fresh()).toBe(2);
  });

  it('once forgotten is never used, also by those who waited for it', async () => {
    const { refreshed } = startSource();
    const waiting = refreshed.fresh();
    refreshed.forget();
    expect([await waiting, await refreshed.fresh()]).toEqual([2, 2]);
  });
});
