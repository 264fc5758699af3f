import pg from 'pg';
import { Refusal } from '../errors.ts';

export type SharedStatementsOptions<Entry, Result> = {
  /** Sends one statement that decides all entries. The results have the order of the entries. */
  execute(entries: readonly Entry[]): Promise<readonly Result[]>;
  /** The maximum of concurrent statements. More than one run only for a full batch or beside a slow statement. */
  statements: number;
  /** The maximum number of entries in one statement. */
  batchSize: number;
  /** The maximum number of entries that wait while all statements run. */
  queueLength: number;
  /** How long an entry may take from its arrival. */
  deadlineMs: number;
  onFailure(error: unknown): void;
};

export type SharedStatements<Entry, Result> = {
  /** Throws SERVICE_UNAVAILABLE if the database does not decide in time, and immediately if the queue is full. */
  submit(entry: Entry): Promise<Result>;
  /** Refuses new entries and waits for those that are under way. */
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
/** A statement takes longer than this only if it waits for another node's statement or the database is busy. */
const slowMs = 25;
const retryAfterSeconds = 1;

export function createSharedStatements<Entry, Result>(
  options: SharedStatementsOptions<Entry, Result>,
): SharedStatements<Entry, Result> {
  const queue = new SharedQueue(options);
  return { submit: (entry) => queue.submit(entry), stop: () => queue.stop() };
}

/**
 * Entries that arrive while statements run share the next statement. An entry never joins a statement that was sent
 * before it arrived, so it sees everything that was committed before it arrived.
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
      // setImmediate runs after all sockets that are readable now, so that their requests share the statement.
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
   * Starts a second statement only for a full batch or beside a slow statement. Each statement has a fixed cost, so two
   * halves would take longer than one whole. A slow statement must not delay all others.
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

  /** Decides each entry of a failed batch alone, once, so that only the faulty entry fails. */
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

  /** Checks whether every statement is past its deadline. A new entry would then wait for the same database. */
  private databaseHangs(): boolean {
    const { running } = this;
    return running.size >= this.options.statements && [...running].every(({ overdue }) => overdue);
  }
}

function refuse(waiting: readonly { reject(error: unknown): void }[]): void {
  for (const { reject } of waiting) reject(couldNotDecide());
}

/** The key was not checked. Callers must not treat this as an answer. */
export function couldNotDecide(): Refusal {
  return new Refusal('SERVICE_UNAVAILABLE', 'The key could not be checked in time.', { retryAfterSeconds });
}

/**
 * Checks whether the statement certainly changed nothing: it failed because of its values (class 22) or because of
 * other transactions (class 40). After any other failure, such as a lost connection, it may have been committed.
 */
function isRolledBack(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(22|40)/.test(error.code ?? '');
}
