import type { Database, Transaction } from '../database/database.ts';
import type { Logger } from '../lib/logger.ts';

/** Writes the events of one refusal. */
type Write = (transaction: Transaction) => Promise<void>;

/** Refusals have no change and no transaction. They are gathered for this time, so that no caller waits for them. */
const gatherMs = 200;

/** More are dropped, and the operator's log says how many: a flood of refusals must not fill the memory. */
const maxWaiting = 1000;

/** The same refusal is recorded once in this time. */
const repeatsAfterMs = 60_000;
const maxRemembered = 10_000;

export type RefusalLog = {
  /**
   * Records a refusal soon. With `subject`, such as the caller and what was refused, a repetition within a minute is
   * not recorded again.
   */
  note(write: Write, subject?: string): void;
  /** Writes the collected refusals. */
  stop(): Promise<void>;
};

export function createRefusalLog({
  database,
  log,
  onWritten,
}: {
  readonly database: Database;
  readonly log: Logger;
  readonly onWritten: () => void;
}): RefusalLog {
  let waiting: Write[] = [];
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const isRepeated = createRepetitions();

  async function flush(): Promise<void> {
    const writes = waiting;
    waiting = [];
    if (dropped > 0)
      log.warn({ dropped }, 'Too many refusals came at once; not all are in the log of events');
    dropped = 0;
    if (writes.length === 0) return;
    try {
      await database.transaction().execute(async (transaction) => {
        for (const write of writes) await write(transaction);
      });
      onWritten();
    } catch (error) {
      log.error(
        { err: error, refusals: writes.length },
        'Refusals could not be recorded in the log of events',
      );
    }
  }

  return {
    note(write, subject) {
      if (subject !== undefined && isRepeated(subject)) return;
      if (waiting.length >= maxWaiting) {
        dropped += 1;
        return;
      }
      waiting.push(write);
      if (waiting.length > 1) return;
      timer = setTimeout(() => {
        running = running.then(flush);
      }, gatherMs).unref();
    },
    async stop() {
      clearTimeout(timer);
      await running;
      await flush();
    },
  };
}

/** Makes a function that tells whether a subject was given before, within the time of repetitions. */
function createRepetitions(): (subject: string) => boolean {
  const noted = new Map<string, number>();
  return (subject) => {
    const now = performance.now();
    const last = noted.get(subject);
    if (last !== undefined && now - last < repeatsAfterMs) return true;
    if (noted.size >= maxRemembered) noted.clear();
    noted.set(subject, now);
    return false;
  };
}
