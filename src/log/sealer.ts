import type { Database } from '../database/database.ts';
import type { Logger } from '../lib/logger.ts';
import { emptyHead, headAfter } from './chain.ts';
import {
  hasUnsealedEvents,
  insertSealedEvents,
  type LogEnd,
  type SealedEvent,
  type TakenEvent,
  takeUnsealedEvents,
  tryToSeal,
  type UnsealedEvent,
} from './events.sql.ts';

/** More events wait for the next transaction, so that none lasts long. */
const maxEventsAtOnce = 500;

/** After this time a node seals what another one has left, for instance because it died. */
const pollMs = 400;

/** A change that wakes the sealer waits for others for so long: many events in one transaction cost less. */
const firstLookMs = 15;

/**
 * A change may wake the sealer before its commit, because its transaction is that of a larger one. So the sealer looks
 * again after these times, until it finds something.
 */
const laterLooksMs: readonly number[] = [15, 30, 60, 120];

export type Sealer = {
  /** Events will be committed in a moment. */
  wake(): void;
  /** From now on also seals what other processes have written. */
  poll(): void;
  /** Seals what is committed, and ends. */
  stop(): Promise<void>;
};

/**
 * Gives each committed event the next place in the log of its organization, and the hash of the log up to it. Of all
 * nodes one seals at a time. A sequence made in the transaction of a change would have gaps, or make changes wait for
 * each other; and a reader with a cursor over ids would miss events that are committed late.
 */
export function createSealer({
  database,
  log,
  onSealed = () => undefined,
}: {
  readonly database: Database;
  readonly log: Logger;
  readonly onSealed?: () => void;
}): Sealer {
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let looks = laterLooksMs.length;
  let polls = false;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();

  function lookIn(milliseconds: number): void {
    const at = performance.now() + milliseconds;
    if (stopped || at >= dueAt) return;
    clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(look, milliseconds).unref();
  }

  function look(): void {
    dueAt = Number.POSITIVE_INFINITY;
    running = running.then(async () => {
      const sealed = await sealAll(database, log);
      if (sealed > 0) {
        looks = laterLooksMs.length;
        onSealed();
      }
      const next = laterLooksMs[looks];
      looks += 1;
      if (next !== undefined) lookIn(next);
      else if (polls) lookIn(pollMs);
    });
  }

  return {
    wake() {
      looks = 0;
      lookIn(firstLookMs);
    },
    poll() {
      polls = true;
      lookIn(0);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
      await sealAll(database, log);
    },
  };
}

/** Never throws: what could not be sealed now is sealed later. Returns the number of sealed events. */
async function sealAll(database: Database, log: Logger): Promise<number> {
  let total = 0;
  try {
    if (!(await hasUnsealedEvents(database))) return 0;
    for (;;) {
      const sealed = await database.transaction().execute(sealSome);
      total += sealed;
      if (sealed < maxEventsAtOnce) return total;
    }
  } catch (error) {
    log.warn({ err: error }, 'Events could not be sealed yet; it is tried again');
    return total;
  }
}

async function sealSome(transaction: Parameters<typeof tryToSeal>[0]): Promise<number> {
  if (!(await tryToSeal(transaction))) return 0;
  const events = await takeUnsealedEvents(transaction, maxEventsAtOnce);
  if (events.length === 0) return 0;
  const sealed = sealedEvents(events);
  await insertSealedEvents(transaction, sealed.events, sealed.ends);
  return events.length;
}

/** Continues each log from its end. */
function sealedEvents(events: readonly TakenEvent[]): {
  readonly events: readonly SealedEvent[];
  readonly ends: readonly LogEnd[];
} {
  const ends = new Map<string, LogEnd>();
  const sealed = events.map((event): SealedEvent => {
    const { organizationId } = event;
    const end = endAfter(ends.get(organizationId) ?? formerEnd(event), event);
    ends.set(organizationId, end);
    const { sequence, head, latestAt } = end;
    return { ...event, sequence, head, latestAt };
  });
  return { events: sealed, ends: [...ends.values()] };
}

function formerEnd({
  organizationId,
  logSequence,
  logHead,
  logLatestAt,
  logMaxLatenessMs,
}: TakenEvent): LogEnd {
  return {
    organizationId,
    sequence: logSequence ?? 0,
    head: logHead ?? emptyHead,
    latestAt: logLatestAt,
    maxLatenessMs: logMaxLatenessMs ?? 0,
  };
}

function endAfter(
  { organizationId, sequence, head, latestAt: formerLatestAt, maxLatenessMs }: LogEnd,
  { body, occurredAt }: UnsealedEvent,
): LogEnd & { readonly latestAt: Date } {
  const latestAt = formerLatestAt !== null && formerLatestAt > occurredAt ? formerLatestAt : occurredAt;
  return {
    organizationId,
    sequence: sequence + 1,
    head: headAfter(head, body),
    latestAt,
    maxLatenessMs: Math.max(maxLatenessMs, latestAt.getTime() - occurredAt.getTime()),
  };
}
