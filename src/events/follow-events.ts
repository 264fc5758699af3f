import type { RequestContext } from '../access/context.ts';
import type { WaitingCaller } from '../access/waiting-caller.ts';
import type { EventLog } from './event-logs.ts';
import type { Event } from './events.ts';

/** A caller who waits has their rights checked again at least this often, and before each read. */
const maxWaitMs = 15_000;

const pageSize = 100;

type Following = {
  readonly log: EventLog;
  readonly filter: unknown;
  /** Null: only events that come from now on. */
  readonly after: number | null;
};

/**
 * Yields the sealed events after a sequence, in the order of the log, and then each new one soon after it is sealed. It
 * ends when the caller goes or the service stops. It refuses when the caller loses the right.
 */
export async function* followEvents(
  context: RequestContext,
  caller: WaitingCaller,
  { log, filter, after: start }: Following,
): AsyncGenerator<Event, void, undefined> {
  const over = AbortSignal.any([caller.gone, context.eventFeed.ended]);
  let present = context;
  let after = start ?? (await log.last(context));
  let known = after;
  while (!over.aborted) {
    const found = await log.after(present, filter, { after, limit: pageSize });
    yield* found;
    after = found.at(-1)?.sequence ?? after;
    if (found.length === pageSize) continue;
    // Everything up to here was read. The filter may have left some of it out.
    after = Math.max(after, known);
    known = await log.wait(present, { after, maxMs: maxWaitMs, signal: caller.gone });
    if (!over.aborted) present = await caller.authenticateAgain();
  }
}
