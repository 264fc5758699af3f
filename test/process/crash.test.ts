import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKey, firstOrganization, verifyKey } from './requests.ts';
import { activeKeyLimit, type Home, isRunning, makeHome, type Service } from './service.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home.remove());

/** 200 creations at once, and the crash in the middle; the secrets that were answered. */
async function crashDuringCreations(service: Service, organization: string, crash: () => Promise<void>) {
  const acknowledged: string[] = [];
  let crashed: Promise<void> | undefined;
  const creations = Array.from({ length: 200 }, async () => {
    const secret = await createKey(service, organization);
    if (secret !== null) acknowledged.push(secret);
    if (acknowledged.length >= 40) crashed ??= crash();
  });
  const results = await Promise.allSettled(creations);
  await crashed;
  // The crash did come in the middle: not all were answered.
  expect(results.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
  return acknowledged;
}

async function expectEverythingKept(service: Service, organization: string, acknowledged: readonly string[]) {
  const codes = await Promise.all(acknowledged.map((secret) => verifyKey(service, secret)));
  expect(new Set(codes)).toEqual(new Set(['VALID']));
  const client = new pg.Client({ connectionString: (await home.databaseUrl()) ?? '' });
  await client.connect();
  const { rows } = await client.query<{ keys: number; halfMade: number; ownerless: number }>(`
    select (select count(*)::int from api_keys) as keys,
      (select count(*)::int from api_keys key
       where (select count(*) from api_key_secrets secret where secret.api_key_id = key.id) <> 1) as "halfMade",
      (select count(*)::int from api_key_secrets secret
       where not exists (select from api_keys key where key.id = secret.api_key_id)) as ownerless`);
  await client.end();
  expect(rows[0]).toMatchObject({ halfMade: 0, ownerless: 0 });
  const present = rows[0]?.keys ?? 0;
  expect(present).toBeGreaterThanOrEqual(acknowledged.length);
  // The rest of the limit can be used up, and no more.
  const more = await Promise.all(
    Array.from({ length: activeKeyLimit - present + 10 }, () => createKey(service, organization)),
  );
  expect(more.filter((secret) => secret !== null)).toHaveLength(activeKeyLimit - present);
}

test('killed during 200 creations and started again, every acknowledged key is usable, none half-made, and the limit right', async () => {
  const first = await home.start();
  const organization = await firstOrganization(first);
  const acknowledged = await crashDuringCreations(first, organization, async () => {
    first.kill('SIGKILL');
    expect(await first.ended).toEqual({ code: null, signal: 'SIGKILL' });
  });
  // The database outlived it; the second start takes over from it.
  const second = await home.start();
  await expectEverythingKept(second, organization, acknowledged);
});

test('the same when PostgreSQL is killed with it', async () => {
  const first = await home.start();
  const organization = await firstOrganization(first);
  const databasePid = await home.databasePid();
  const acknowledged = await crashDuringCreations(first, organization, async () => {
    first.kill('SIGKILL');
    if (databasePid !== null) process.kill(databasePid, 'SIGKILL');
    await first.ended;
  });
  const second = await home.start();
  await expectEverythingKept(second, organization, acknowledged);
});

test('when PostgreSQL alone is killed the service ends with 1, and the next start has everything', async () => {
  const first = await home.start();
  const organization = await firstOrganization(first);
  const secret = await createKey(first, organization);
  const databasePid = await home.databasePid();
  if (databasePid === null || secret === null) throw new Error('There is no database, or no key');
  process.kill(databasePid, 'SIGKILL');
  expect(await first.ended).toEqual({ code: 1, signal: null });
  expect(isRunning(databasePid)).toBe(false);
  const second = await home.start();
  expect(await verifyKey(second, secret)).toBe('VALID');
});
