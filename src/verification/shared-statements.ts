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

export function createSharedStatements<Entry, Result>(
  options: SharedStatementsOptions<Entry, Result>,
): SharedStatements<Entry, Result> {
  const queue = new SharedQueue(options);
  return { submit: (entry) => queue.submit(entry), stop: () => queue.stop() };
}

/**
 * Entries that arrive while statements are under way share the next one. An entry never joins a
 * statement that was sent before it arrived, so it sees everything that was committed by then.
 */
class SharedQueue<Entry, Result> {
  private readonly options: SharedStatementsOptions<Entry, Result>;
  private readonly queue: Waiting<Entry, Result>[] = [];
  private readonly running = new Set<Batch<Entry, Result>>();
  private readonly sweeper = setInterval(() => this.sweep(), sweepIntervalMs).unref();
  private readonly dispatchLater = () => this.dispatch();
  private scheduled = false;
  private stopped = false;

  constructor(options: SharedStatementsOptions<Entry, Result>) {
    this.options = options;
  }

  submit(entry: Entry): Promise<Result> {
    const { queueLength, deadlineMs } = this.options;
    if (this.stopped || this.queue.length >= queueLength || this.databaseHangs()) {
      return Promise.reject(couldNotDecide());
    }
    return new Promise((resolve, reject) => {
      this.queue.push({ entry, deadline: performance.now() + deadlineMs, resolve, reject });
      if (this.scheduled || !this.mayStart()) return;
      // After the sockets that are readable in this turn: what they bring shares the statement.
      this.scheduled = true;
      setImmediate(this.dispatchLater);
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    while (this.queue.length > 0 || this.running.size > 0) {
      this.dispatch();
      await Promise.all([...this.running].map(({ done }) => done));
    }
    clearInterval(this.sweeper);
  }

  private dispatch(): void {
    this.scheduled = false;
    while (this.queue.length > 0 && this.mayStart()) {
      const batch = {
        waiting: this.queue.splice(0, this.options.batchSize),
        since: performance.now(),
        overdue: false,
        done: Promise.resolve(),
      };
      this.running.add(batch);
      batch.done = this.decide(batch).finally(() => {
        this.running.delete(batch);
        this.dispatch();
      });
    }
  }

  /**
   * Each statement has a price of its own, so while one is under way the next gathers, and two that each
   * decide half would take longer. But one that waits does not hold up everything.
   */
  private mayStart(): boolean {
    if (this.running.size === 0) return true;
    if (this.running.size >= this.options.statements) return false;
    const before = performance.now() - slowMs;
    const isFull = this.queue.length >= this.options.batchSize;
    return isFull || [...this.running].every(({ since }) => since < before);
  }

  private async decide(batch: Batch<Entry, Result>): Promise<void> {
    try {
      await this.execute(batch.waiting);
    } catch (error) {
      this.options.onFailure(error);
      if (batch.waiting.length > 1 && isRolledBack(error)) await this.decideOneByOne(batch);
      else refuse(batch.waiting);
    }
  }

  /** Once: the entry at fault fails alone. */
  private async decideOneByOne(batch: Batch<Entry, Result>): Promise<void> {
    for (const waiting of batch.waiting) {
      if (batch.overdue) return;
      await this.execute([waiting]).catch(() => refuse([waiting]));
    }
  }

  private async execute(waiting: readonly Waiting<Entry, Result>[]): Promise<void> {
    const results = await this.options.execute(waiting.map(({ entry }) => entry));
    if (results.length !== waiting.length) throw new Error('A shared statement lost entries');
    for (const [position, result] of results.entries()) waiting[position]?.resolve(result);
  }

  private sweep(): void {
    const now = performance.now();
    for (const batch of this.running) {
      if (batch.overdue || (batch.waiting[0]?.deadline ?? now) > now) continue;
      batch.overdue = true;
      refuse(batch.waiting);
    }
    const late = this.queue.findIndex(({ deadline }) => deadline > now);
    refuse(this.queue.splice(0, late === -1 ? this.queue.length : late));
    this.dispatch();
  }

  /** Every statement is past its deadline: whoever comes now would only wait for the same. */
  private databaseHangs(): boolean {
    const { running } = this;
    return running.size >= this.options.statements && [...running].every(({ overdue }) => overdue);
  }
}

function refuse(waiting: readonly { reject(error: unknown): void }[]): void {
  for (const { reject } of waiting) reject(couldNotDecide());
}

/** Nothing is known of the key: never to be taken for an answer. */
export function couldNotDecide(): Refusal {
  return new Refusal('SERVICE_UNAVAILABLE', 'The key could not be checked in time.', { retryAfterSeconds });
}

/**
 * Whether the statement failed for what it was given (class 22) or for others' sake (class 40) and
 * left nothing behind. After any other failure, such as a lost connection, it may have taken effect.
 */
function isRolledBack(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(22|40)/.test(error.code ?? '');
}
