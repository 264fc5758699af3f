import type { Database } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import type { Logger } from '../lib/logger.ts';
import { findGrownLogs } from './log-readers.sql.ts';

/** How often a node asks for what other nodes have sealed. What it seals itself it learns at once. */
const pollMs = 250;

/** More of them would use up the connections of the node. */
const maxReaders = 2000;
/** For one member, key or service token, on one node. */
const maxReadersPerActor = 20;
const retryAfterSeconds = 5;

/** Who waits for events of a log, after a sequence. */
export type Wait = {
  readonly actorId: string;
  readonly organizationId: string;
  readonly after: number;
  readonly maxMs: number;
  /** The reader has gone. */
  readonly signal: AbortSignal;
};

/** Tells readers when there is more to read. Readers hold no connection while they wait. */
export type EventFeed = {
  /**
   * Resolves when the log has an event after the sequence, the time is over, the reader has gone, or the feed ends.
   * Returns the last sequence of the log that is known. Refuses if too many readers wait.
   */
  wait(wait: Wait): Promise<number>;
  /** Aborts when the service stops. */
  readonly ended: AbortSignal;
  /** Events were sealed. */
  wake(): void;
  /** Lets all readers go. */
  end(): void;
};

type Waiter = Omit<Wait, 'maxMs' | 'signal'> & { readonly resolve: (sequence: number) => void };

/**
 * One statement for all waiting readers of a node asks whether their logs have grown. `LISTEN` would need one more
 * connection for each node, and does nothing behind a pooler in transaction mode.
 */
export function createEventFeed({
  database,
  log,
}: {
  readonly database: Database;
  readonly log: Logger;
}): EventFeed {
  const waiters = new Set<Waiter>();
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;
  let isStale = false;

  async function look(): Promise<void> {
    isStale = isLooking;
    if (isLooking || waiters.size === 0) return;
    isLooking = true;
    clearTimeout(timer);
    try {
      const asked = [...waiters];
      const grown = await findGrownLogs(database, asked);
      for (const waiter of asked) {
        const sequence = grown.get(waiter.organizationId) ?? 0;
        if (sequence > waiter.after) waiter.resolve(sequence);
      }
    } catch (error) {
      log.warn({ err: error }, 'Readers of events could not be told of new ones; it is tried again');
    }
    isLooking = false;
    lookIn(isStale ? 0 : pollMs);
  }

  function lookIn(milliseconds: number): void {
    clearTimeout(timer);
    if (waiters.size > 0) timer = setTimeout(look, milliseconds).unref();
  }

  return {
    ended: ending.signal,
    async wait({ actorId, organizationId, after, maxMs, signal }) {
      const over = AbortSignal.any([signal, ending.signal]);
      if (over.aborted) return after;
      checkRoom(waiters, actorId);
      const { promise, resolve } = Promise.withResolvers<number>();
      const waiter = { actorId, organizationId, after, resolve };
      const giveUp = () => resolve(after);
      const timeout = setTimeout(giveUp, maxMs);
      over.addEventListener('abort', giveUp, { once: true });
      waiters.add(waiter);
      // Events may have come since the reader looked.
      lookIn(0);
      const sequence = await promise;
      waiters.delete(waiter);
      clearTimeout(timeout);
      over.removeEventListener('abort', giveUp);
      return sequence;
    },
    wake: () => lookIn(0),
    end: () => ending.abort(),
  };
}

function checkRoom(waiters: ReadonlySet<Waiter>, actorId: string): void {
  if (waiters.size >= maxReaders) {
    throw new Refusal('RATE_LIMITED', `More than ${maxReaders} readers wait for events on this node.`, {
      retryAfterSeconds,
    });
  }
  const own = [...waiters].filter((waiter) => waiter.actorId === actorId).length;
  if (own < maxReadersPerActor) return;
  throw new Refusal(
    'RATE_LIMITED',
    `You wait for events ${maxReadersPerActor} times already, which is the most at one time.`,
    { retryAfterSeconds },
  );
}
