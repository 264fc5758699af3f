import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPool } from '../../src/database/pool.ts';
import { enqueue } from '../../src/jobs/enqueue.ts';
import { startJobs } from '../../src/jobs/jobs.ts';
import type { TaskHandlers } from '../../src/jobs/tasks.ts';
import { newUuid } from '../../src/lib/ids.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let testDatabase: TestDatabase;
let stack: AsyncDisposableStack;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());
beforeEach(() => {
  stack = new AsyncDisposableStack();
});
afterEach(async () => {
  await stack.disposeAsync();
  await testDatabase.pool.query('delete from graphile_worker._private_jobs');
});

type Handler = TaskHandlers['send_password_changed'];

/** A node whose jobs of one kind are done by the given function. */
async function startNode(handler: Handler) {
  const nothing = async () => {};
  const pool = createPool({ url: testDatabase.url, max: 3 });
  stack.defer(() => pool.end());
  const jobs = await startJobs({
    pool,
    log: createLogger('fatal'),
    handlers: {
      send_invitation: nothing,
      send_password_reset: nothing,
      send_password_changed: handler,
      rotate_signing_keys: nothing,
      delete_ended_sign_ins: nothing,
      delete_idempotency_records: nothing,
      delete_former_secrets: nothing,
      delete_idle_windows: nothing,
      delete_old_events: nothing,
      delete_old_usage: nothing,
      delete_failed_jobs: nothing,
      note_key_changes: nothing,
      audit_log: nothing,
      free_abandoned_jobs: nothing,
    },
  });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= jobs.stop();
    return stopped;
  };
  stack.defer(stop);
  return { stop };
}

async function add(userId = newUuid()): Promise<string> {
  await testDatabase.database
    .transaction()
    .execute((transaction) => enqueue(transaction, 'send_password_changed', { userId }));
  return userId;
}

/** `pause`: seconds from when it was added until it was last due. */
type JobRow = { attempts: number; locked: boolean; last_error: string | null; pause: number };

async function jobsLeft(task = 'send_password_changed'): Promise<JobRow[]> {
  const { rows } = await testDatabase.pool.query<JobRow>(
    `select attempts, locked_at is not null as locked, last_error,
       extract(epoch from run_at - created_at)::float as pause
     from graphile_worker.jobs where task_identifier = $1 order by id`,
    [task],
  );
  return rows;
}

test('a job is done when its transaction is committed, and not when that fails', async () => {
  const done: string[] = [];
  await startNode(async ({ userId }) => void done.push(userId));
  const undone = testDatabase.database.transaction().execute(async (transaction) => {
    await enqueue(transaction, 'send_password_changed', { userId: newUuid() });
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  const id = await add();
  await expect.poll(() => done).toEqual([id]);
  await expect.poll(() => jobsLeft()).toEqual([]);
});

test('with three nodes each of 100 jobs is done once', async () => {
  const done: string[] = [];
  for (let node = 0; node < 3; node += 1) await startNode(async ({ userId }) => void done.push(userId));
  const ids = await Promise.all(Array.from({ length: 100 }, () => add()));
  await expect.poll(() => jobsLeft()).toEqual([]);
  expect(done.toSorted()).toEqual(ids.toSorted());
});

test('waiting jobs of the same key are one', async () => {
  for (let request = 0; request < 3; request += 1) {
    await testDatabase.database
      .transaction()
      .execute((transaction) => enqueue(transaction, 'send_password_reset', { email: 'ada@example.com' }));
  }
  expect(await jobsLeft('send_password_reset')).toHaveLength(1);
});

test('stopping waits for the jobs that run, records them as done, and starts no other', async () => {
  const started: string[] = [];
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const node = await startNode(async ({ userId }) => {
    started.push(userId);
    await finished;
  });
  await Promise.all([add(), add(), add()]);
  await expect.poll(() => started.length).toBe(2);
  let stopped = false;
  const stopping = node.stop().then(() => {
    stopped = true;
  });
  // A stop that did not wait would be over sooner than this work on the database.
  for (let round = 0; round < 50; round += 1) await jobsLeft();
  expect(stopped).toBe(false);
  finish();
  await stopping;
  expect(started).toHaveLength(2);
  expect(await jobsLeft()).toMatchObject([{ attempts: 0, locked: false }]);
});

test('a job that is still under way when stopping takes too long is given back, to be done by another node', async () => {
  const first = await startNode((_payload, signal) => rejectedBy(signal));
  const id = await add();
  await expect.poll(async () => (await jobsLeft())[0]?.locked).toBe(true);
  await first.stop();
  expect(await jobsLeft()).toMatchObject([{ attempts: 1, locked: false }]);
  const done: string[] = [];
  await startNode(async ({ userId }) => void done.push(userId));
  await expect.poll(() => done).toEqual([id]);
});

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

test('a job that fails is tried again after a pause, and again, until it is done', async () => {
  let attempts = 0;
  const { promise: seen, resolve: goOn } = Promise.withResolvers<void>();
  await startNode(async () => {
    attempts += 1;
    if (attempts < 2) throw new Error(`Attempt ${attempts} failed`);
    await seen;
  });
  await add();
  // Looked at during the second attempt, since a busy machine could look too late for the pause before it.
  await expect
    .poll(async () => (await jobsLeft())[0])
    .toMatchObject({ attempts: 2, locked: true, last_error: 'Attempt 1 failed' });
  expect((await jobsLeft())[0]?.pause).toBeGreaterThan(2);
  goOn();
  await expect.poll(() => jobsLeft()).toEqual([]);
  expect(attempts).toBe(2);
});

test('a payload of another form never reaches the handler', async () => {
  const done: unknown[] = [];
  await startNode(async (payload) => void done.push(payload));
  await testDatabase.pool.query(`select graphile_worker.add_job('send_password_changed', '{"userId": 7}')`);
  await expect.poll(async () => (await jobsLeft())[0]?.attempts).toBe(1);
  expect(done).toEqual([]);
});

test('the queue leaves the process’s signals alone', async () => {
  const count = () => ['SIGTERM', 'SIGINT', 'SIGHUP'].map((signal) => process.listenerCount(signal));
  const before = count();
  await startNode(async () => {});
  expect(count()).toEqual(before);
});

test('jobs go on after the database cut all connections', async () => {
  const done: string[] = [];
  await startNode(async ({ userId }) => void done.push(userId));
  const ids = [await add()];
  await expect.poll(() => done).toEqual(ids);
  await testDatabase.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
  ids.push(await add());
  await expect.poll(() => done).toEqual(ids);
});

test('a node stops also when it was just started', async () => {
  const node = await startNode(async () => {});
  await node.stop();
});
