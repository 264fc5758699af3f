import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { provisioningLock } from '../../src/provision/provision.sql.ts';
import { createKey, firstOrganization, verifyKey } from './requests.ts';
import { type Home, isRunning, makeHome, npmStart, type Service } from './service.ts';

let home: Home;
afterEach(() => home.remove());

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(5);
}

async function countedVerifications(): Promise<number> {
  const client = new pg.Client({ connectionString: (await home.databaseUrl()) ?? '' });
  await client.connect();
  const { rows } = await client.query<{ count: number }>(
    'select coalesce(sum(allowed), 0)::int as count from api_key_usage',
  );
  await client.end();
  return rows[0]?.count ?? 0;
}

/** Holds up a creation; resolves, once it waits, with it and with what lets it go on. */
async function holdCreation(service: Service, organization: string) {
  const client = new pg.Client({ connectionString: (await home.databaseUrl()) ?? '' });
  await client.connect();
  // The forced end of the service ends this connection too.
  client.on('error', () => {});
  await client.query('begin');
  await client.query('select id from organizations for update');
  const creation = createKey(service, organization).catch(() => 'not answered');
  await until(async () => (await client.query('select from pg_locks where not granted')).rowCount !== 0);
  const release = async () => {
    await client.query('commit');
    await client.end();
  };
  return { creation, release };
}

async function untilNewRequestsAreRefused({ url }: Service): Promise<void> {
  await until(async () =>
    fetch(`${url}/health/live`, { headers: { connection: 'close' } }).then(
      (response) => response.status === 503,
      () => true,
    ),
  );
}

// npm passes the signal on that its process group was sent too, so the service gets it twice at once.
test.each(['SIGINT', 'SIGTERM'] as const)(
  'after %s to the process group of npm start usage is written, requests are answered and the database stops',
  async (signal) => {
    home = await makeHome(npmStart);
    const service = await home.start();
    const organization = await firstOrganization(service);
    const secret = (await createKey(service, organization)) ?? '';
    const databasePid = await home.databasePid();
    const { creation, release } = await holdCreation(service, organization);
    await Promise.all(Array.from({ length: 50 }, () => verifyKey(service, secret)));
    service.killGroup(signal);
    await untilNewRequestsAreRefused(service);
    await release();
    expect(await creation).toMatch(/^sk_test_/);
    await service.ended;
    expect(databasePid !== null && isRunning(databasePid)).toBe(false);
    expect(await home.databasePid()).toBeNull();
    await home.start();
    expect(await countedVerifications()).toBe(50);
  },
);

test('a second Ctrl-C a second later ends the service at once, and its database with it', async () => {
  home = await makeHome();
  const service = await home.start();
  const organization = await firstOrganization(service);
  const databasePid = (await home.databasePid()) ?? 0;
  const { creation } = await holdCreation(service, organization);
  service.kill('SIGINT');
  await untilNewRequestsAreRefused(service);
  await sleep(1_100);
  service.kill('SIGINT');
  // 128 and the signal's number; without the second signal it would be 1, after nine seconds.
  expect(await service.ended).toEqual({ code: 130, signal: null });
  expect(await creation).toBe('not answered');
  await until(async () => !isRunning(databasePid));
});

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

test.each([
  [
    'makes its database',
    async (data: string) => (await readdir(data)).some((name) => name.includes('.unfinished-')),
  ],
  ['launches its database', async (data: string) => exists(join(data, 'postgresql', 'postmaster.pid'))],
  ['has its database and migrates it', async () => (await home.databaseUrl()) !== null],
])(
  'told to stop while it %s, a first start ends with 0 and leaves nothing running; the next start is complete',
  async (_moment, hasCome) => {
    home = await makeHome();
    const data = join(home.path, 'data');
    const { code, stderr } = await home.run({}, async (kill) => {
      await until(async () => (await exists(data)) && hasCome(data));
      kill('SIGTERM');
      kill('SIGTERM');
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await home.databasePid()).toBeNull();
    const service = await home.start();
    const secret = await createKey(service, await firstOrganization(service));
    expect(await verifyKey(service, secret ?? '')).toBe('VALID');
  },
);

test('told to stop while it gives an empty database its owner, a first start shows what it generated before it ends', async () => {
  home = await makeHome();
  const generated = { LATCHKEY_OWNER_PASSWORD: '', LATCHKEY_SERVICE_TOKEN: '' };
  const { code, stdout } = await home.run(generated, async (kill) => {
    await until(async () => (await home.databaseUrl()) !== null);
    const client = new pg.Client({ connectionString: (await home.databaseUrl()) ?? '' });
    await client.connect();
    // Not in a transaction: the migration's indexes would wait for its end.
    await client.query('select pg_advisory_lock($1)', [provisioningLock]);
    const waits = `select from pg_locks where locktype = 'advisory' and not granted`;
    await until(async () => (await client.query(waits)).rowCount !== 0);
    kill('SIGTERM');
    await client.end();
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(/Password +\S{20}\n/);
  expect(stdout).toMatch(/Service token +\S{20}/);
});
