import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKey, firstOrganization, verifyKey } from './requests.ts';
import { type Home, isRunning, makeHome } from './service.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home.remove());

/** Holds the organizations locked, so that creations under way wait; resolves when `count` do. */
async function holdCreations(count: number) {
  const client = new pg.Client({ connectionString: (await home.databaseUrl()) ?? '' });
  await client.connect();
  await client.query('begin');
  await client.query('select id from organizations for update');
  return {
    untilWaiting: async () => {
      for (;;) {
        const { rows } = await client.query('select from pg_locks where not granted');
        if (rows.length >= count) return;
        await sleep(20);
      }
    },
    release: async () => {
      await client.query('commit');
      await client.end();
    },
  };
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'on %s requests under way are answered, new ones refused, and the database stops',
  async (signal) => {
    const service = await home.start();
    const organization = await firstOrganization(service);
    const databasePid = await home.databasePid();
    // The number of connections that one organization can have at a time.
    const held = await holdCreations(3);
    const underWay = Array.from({ length: 30 }, () => createKey(service, organization));
    await held.untilWaiting();
    await fetch(`${service.url}/health/live`);
    service.kill(signal);
    await refused(`${service.url}/health/live`);
    await held.release();
    const secrets = await Promise.all(underWay);
    expect(secrets).not.toContain(null);
    // In time: what takes longer than ten seconds ends with 1.
    expect(await service.ended).toEqual({ code: 0, signal: null });
    expect(databasePid !== null && isRunning(databasePid)).toBe(false);
    expect(await home.databasePid()).toBeNull();

    const again = await home.start();
    const codes = await Promise.all(secrets.map((secret) => verifyKey(again, secret ?? '')));
    expect(new Set(codes)).toEqual(new Set(['VALID']));
  },
);

async function refused(url: string): Promise<void> {
  for (;;) {
    // A connection of its own: one that is kept open could be closed in the middle.
    const answer = await fetch(url, { headers: { connection: 'close' } }).catch(() => null);
    if (answer === null || answer.status === 503) return;
    await sleep(20);
  }
}

test('stopped under load again and again, nothing acknowledged is lost and every stop is clean', async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < 2; round++) {
    const service = await home.start();
    const organization = await firstOrganization(service);
    let answers = 0;
    const client = async () => {
      for (;;) {
        const secret = await createKey(service, organization);
        if (secret !== null) acknowledged.push(secret);
        answers++;
      }
    };
    const load = Promise.allSettled(Array.from({ length: 20 }, client));
    while (answers < 40) await sleep(10);
    service.kill('SIGTERM');
    expect(await service.ended).toEqual({ code: 0, signal: null });
    await load;
    expect(
      service
        .output()
        .split('\n')
        .filter((line) => /"level":(50|60)/.test(line)),
    ).toEqual([]);
  }
  const service = await home.start();
  const codes = await Promise.all(acknowledged.map((secret) => verifyKey(service, secret)));
  expect(new Set(codes)).toEqual(new Set(['VALID']));
});
