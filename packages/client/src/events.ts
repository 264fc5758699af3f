import { LatchkeyError } from './errors.ts';
import type { Caller, CallOptions } from './graphql.ts';
import { withRetries } from './retry.ts';
import { get, problemError } from './send.ts';
import { isRecord } from './values.ts';

/** Something that happened, as `GET /v1/events` and webhooks show it. */
export type LogEvent = {
  /** `evt_…`; the same in webhooks. */
  readonly id: string;
  /** Such as `api_key.created`. docs/events.md lists all types. */
  readonly type: string;
  /** The place in the log: 1, 2, 3, without gaps. */
  readonly sequence: number;
  readonly occurred_at: string;
  readonly organization_id: string | null;
  readonly environment: string | null;
  readonly actor: { readonly type: string; readonly id: string } | null;
  readonly target: { readonly type: string; readonly id: string } | null;
  readonly via: string;
  readonly request_id: string | null;
  /** By type. `GET /v1/event-types` has a JSON Schema for each. */
  readonly data: Readonly<Record<string, unknown>>;
};

export type EventPage = {
  readonly events: readonly LogEvent[];
  readonly hasMore: boolean;
  /** The sequence of the last event of the log. */
  readonly lastSequence: number;
};

export type EventFilter = {
  /** Return only events after this sequence: that of the last event you have read. Default: 0. */
  readonly after?: number | undefined;
  /** Return only events of these types, such as `api_key.revoked`. */
  readonly types?: readonly string[] | undefined;
  /** Return only events about the thing with this id. */
  readonly target?: string | undefined;
};

export type EventPageOptions = EventFilter & {
  /** The maximum number of events, at most 1000. Default: 100. */
  readonly limit?: number | undefined;
  /** If there is no event yet, wait for one so many seconds, at most 30. Default: 0. */
  readonly waitSeconds?: number | undefined;
};

const reading = { attempts: 3, firstPauseMs: 200, maxPauseMs: 5000 } as const;
const pageSize = 500;
const followSeconds = 20;

/** The log of events of the current organization, in its order. */
export class Events {
  readonly #connect: () => Caller;

  constructor(connect: () => Caller) {
    this.#connect = connect;
  }

  /** Reads one page. */
  async page(options: EventPageOptions = {}, { signal }: CallOptions = {}): Promise<EventPage> {
    const { connection, credential, organization } = this.#connect();
    const { waitSeconds = 0 } = options;
    const patient = { ...connection, timeoutMs: connection.timeoutMs + 1000 * waitSeconds };
    return withRetries({ ...reading, signal }, async () => {
      const answer = await get(patient, `v1/events?${queryOf(options)}`, {
        headers: {
          authorization: `Bearer ${credential}`,
          ...(organization !== undefined && { 'latchkey-organization': organization }),
        },
        signal,
      });
      if (answer.status !== 200) throw problemError(connection, answer);
      const page = pageOf(answer.body);
      if (page !== null) return page;
      throw new LatchkeyError('UNEXPECTED_ANSWER', `${connection.url.origin} did not answer with events`);
    });
  }

  /** Iterates over all events that are in the log now. */
  list(filter: EventFilter = {}, options: CallOptions = {}): AsyncIterable<LogEvent> {
    return this.#read(filter, options, 0);
  }

  /**
   * Iterates over the events after a sequence, and then over each new one soon after it happened. It ends only when
   * `signal` aborts, with its reason. If it fails, go on after the sequence of the last event.
   */
  follow(filter: EventFilter = {}, options: CallOptions = {}): AsyncIterable<LogEvent> {
    return this.#read(filter, options, followSeconds);
  }

  async *#read(
    filter: EventFilter,
    options: CallOptions,
    waitSeconds: number,
  ): AsyncGenerator<LogEvent, void, undefined> {
    let { after = 0 } = filter;
    let hasMore: boolean;
    do {
      const page = await this.page({ ...filter, after, limit: pageSize, waitSeconds }, options);
      yield* page.events;
      after = page.events.at(-1)?.sequence ?? after;
      ({ hasMore } = page);
    } while (hasMore || waitSeconds > 0);
  }
}

function queryOf({ after, types, target, limit, waitSeconds }: EventPageOptions): URLSearchParams {
  const given = { after, types: types?.join(','), target, limit, wait: waitSeconds };
  const entries = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return new URLSearchParams(entries);
}

function pageOf(body: unknown): EventPage | null {
  if (!isRecord(body) || !Array.isArray(body['data']) || !body['data'].every(isEvent)) return null;
  const { data, has_more: hasMore, last_sequence: lastSequence } = body;
  if (typeof hasMore !== 'boolean' || typeof lastSequence !== 'number') return null;
  return { events: data, hasMore, lastSequence };
}

/** Checks the members by which programs go on. */
function isEvent(value: unknown): value is LogEvent {
  return isRecord(value) && typeof value['sequence'] === 'number' && typeof value['type'] === 'string';
}
