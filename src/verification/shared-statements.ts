import pg from 'pg';
import { Refusal } from '../errors.ts';

export type SharedStatementsOptions<Entry, Result> = {
  /** Decides all entries with one statement that is sent now; results in the order of the entries. */
  execute(entries: readonly Entry[]): Promise<readonly Result[]>;
  /** How many statements run at a time at most: another starts only for a full batch, or beside a slow one. */
  statements: number;
  /** How many entries one statement decides. */
  batchSize: number;
  /** How many entries may wait while all statements are under way. */
  queueLength: number;
  /** How long an entry is waited for, from its arrival. */
  deadlineMs: number;
  onFailure(error: unknown): void;
};

export type SharedStatements<Entry, Result> = {
  /** Throws SERVICE_UNAVAILABLE when the database does not decide in time, at once when many wait. */
  submit(entry: Entry): Promise<Result>;
  /** Refuses what comes from now on, and waits for what is under way. */
  stop(): Promise<void>;
};

type Waiting<Entry, Result> = {
  readonly entry: Entry;
  readonly deadline: number;
  resolve(result: Result): void;
  reject(error: unknown): void;
};

type Batch<Entry, Result> = {
  readonly waiting: readonly Waiting<Entry, Result>[];
  readonly since: number;
  overdue: boolean;
  done: Promise<void>;
};

const sweepIntervalMs = 25;
/** What a statement takes at most unless it waits for another node's, or the database is busy. */
const slowMs = 25;
const retryAfterSeconds = 1;

/**
 * Entries that arrive while statements are under way share the next one. An entry never joins a
 * statement that was sent before it arrived, so it sees everything that was committed by then.
 */
export function createSharedStatements<Entry, Result>(
  options: SharedStatementsOptions<Entry, Result>,
): SharedStatements<Entry, Result> {
  const queue: Waiting<Entry, Result>[] = [];
  const running = new Set<Batch<Entry, Result>>();
  let scheduled = false;
  let stopped = false;
  const sweeper = setInterval(sweep, sweepIntervalMs).unref();

  function submit(entry: Entry): Promise<Result> {
    if (stopped || queue.length >= options.queueLength || databaseHangs()) {
      return Promise.reject(unavailable());
    }
    return new Promise((resolve, reject) => {
      queue.push({ entry, deadline: performance.now() + options.deadlineMs, resolve, reject });
      if (scheduled || !mayStart()) return;
      // After the sockets that are readable in this turn: what they bring shares the statement.
      scheduled = true;
      setImmediate(dispatch);
    });
  }

  function dispatch(): void {
    scheduled = false;
    while (queue.length > 0 && mayStart()) {
      const batch = {
        waiting: queue.splice(0, options.batchSize),
        since: performance.now(),
        overdue: false,
        done: Promise.resolve(),
      };
      running.add(batch);
      batch.done = decide(batch).finally(() => {
        running.delete(batch);
        dispatch();
      });
    }
  }

  /**
   * Each statement has a price of its own, so while one is under way the next gathers, and two that each
   * decide half would take longer. But one that waits does not hold up everything.
   */
  function mayStart(): boolean {
    if (running.size === 0) return true;
    if (running.size >= options.statements) return false;
    const before = performance.now() - slowMs;
    return queue.length >= options.batchSize || [...running].every(({ since }) => since < before);
  }

  async function decide(batch: Batch<Entry, Result>): Promise<void> {
    try {
      await execute(batch.waiting);
    } catch (error) {
      options.onFailure(error);
      if (batch.waiting.length > 1 && isRolledBack(error)) await decideOneByOne(batch);
      else refuse(batch.waiting);
    }
  }

  /** Once: the entry at fault fails alone. */
  async function decideOneByOne(batch: Batch<Entry, Result>): Promise<void> {
    for (const waiting of batch.waiting) {
      if (batch.overdue) return;
      await execute([waiting]).catch(() => refuse([waiting]));
    }
  }

  async function execute(waiting: readonly Waiting<Entry, Result>[]): Promise<void> {
    const results = await options.execute(waiting.map(({ entry }) => entry));
    if (results.length !== waiting.length) throw new Error('A shared statement lost entries');
    for (const [position, result] of results.entries()) waiting[position]?.resolve(result);
  }

  function sweep(): void {
    const now = performance.now();
    for (const batch of running) {
      if (batch.overdue || (batch.waiting[0]?.deadline ?? now) > now) continue;
      batch.overdue = true;
      refuse(batch.waiting);
    }
    const late = queue.findIndex(({ deadline }) => deadline > now);
    refuse(queue.splice(0, late === -1 ? queue.length : late));
    dispatch();
  }

  /** Every statement is past its deadline: whoever comes now would only wait for the same. */
  function databaseHangs(): boolean {
    return running.size >= options.statements && [...running].every(({ overdue }) => overdue);
  }

  async function stop(): Promise<void> {
    stopped = true;
    while (queue.length > 0 || running.size > 0) {
      dispatch();
      await Promise.all([...running].map(({ done }) => done));
    }
    clearInterval(sweeper);
  }

  return { submit, stop };
}

function refuse(waiting: readonly { reject(error: unknown): void }[]): void {
  for (const { reject } of waiting) reject(unavailable());
}

function unavailable(): Refusal {
  return new Refusal('SERVICE_UNAVAILABLE', 'The key could not be checked in time.', { retryAfterSeconds });
}

/**
 * Whether the statement failed for what it was given (class 22) or for others' sake (class 40) and
 * left nothing behind. After any other failure, such as a lost connection, it may have taken effect.
 */
function isRolledBack(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(22|40)/.test(error.code ?? '');
}
