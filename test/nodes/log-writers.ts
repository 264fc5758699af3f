import { setTimeout as sleep } from 'node:timers/promises';
import { print } from 'graphql';
import { z } from 'zod';
import type { Pool } from '../../src/database/pool.ts';
import { formatId, newUuid } from '../../src/lib/ids.ts';
import { emptyHead, headAfter } from '../../src/log/chain.ts';
import { UpdateApiKey } from '../api-keys/documents.ts';
import { seedingOn } from '../support/node-processes.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';
import type { Cluster } from './churn.ts';
import { post, Unanswered } from './send.ts';

export type Logged = { readonly organization: SeededOrganization; readonly keyIds: readonly string[] };

/**
 * Organizations with keys whose changes are witnessed: a trigger writes each created key and each new name to a table
 * of its own, in the transaction of the change and under the lock of the key. So the table holds exactly what was
 * committed, for each key in the order of the commits, and it does not depend on the log of events. Another trigger
 * lets each commit take up to `maxCommitMs`, after the event has been written.
 */
export async function seedLogged(
  pool: Pool,
  { organizations, keys, maxCommitMs }: { organizations: number; keys: number; maxCommitMs: number },
): Promise<Logged[]> {
  const seeded = await Promise.all(
    Array.from({ length: organizations }, async () => {
      const organization = await seedOrganization(seedingOn(pool), { plan: 'enterprise' });
      const added = await Promise.all(Array.from({ length: keys }, () => organization.addKey()));
      return { organization, keyIds: added.map(({ id }) => id) };
    }),
  );
  await pool.query(`
    create table witnessed (
      number bigint generated always as identity primary key, organization_id uuid, api_key_id uuid, name text
    );
    create function witness() returns trigger language plpgsql as $$ begin
      insert into witnessed (organization_id, api_key_id, name) values (new.organization_id, new.id, new.name);
      return null;
    end $$;
    create trigger witness_created after insert on api_keys for each row execute function witness();
    create trigger witness_renamed after update of name on api_keys for each row
      when (old.name is distinct from new.name) execute function witness();
    create function commit_slowly() returns trigger language plpgsql as $$ begin
      perform pg_sleep(random() * ${maxCommitMs} / 1000);
      return null;
    end $$;
    create constraint trigger commit_slowly after insert on unsealed_events deferrable initially deferred
      for each row execute function commit_slowly();
  `);
  return seeded;
}

const pauseMs = 20;

function anyNode({ urls }: Cluster): string {
  return urls[Math.floor(Math.random() * urls.length)] ?? '';
}

/** Sends it through one node after another, until one answers. Anything but an answer is tried again. */
async function insistently<Value>(cluster: Cluster, send: (url: string) => Promise<Value>): Promise<Value> {
  for (;;) {
    try {
      return await send(anyNode(cluster));
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      await sleep(pauseMs);
    }
  }
}

/**
 * Many callers create and rename keys, until `ends` aborts. Returns the names whose changes were answered: all of them
 * were committed.
 */
export async function writeAll(
  cluster: Cluster,
  logged: readonly Logged[],
  { writers, ends }: { writers: number; ends: AbortSignal },
): Promise<string[]> {
  const answered: string[] = [];
  const write = async (writer: number) => {
    const { organization, keyIds } = logged[writer % logged.length] ?? never();
    for (let turn = 0; !ends.aborted; turn += 1) {
      const name = `Writer ${writer}, turn ${turn}`;
      const id = keyIds[Math.floor(Math.random() * keyIds.length)] ?? never();
      await (turn % 3 === 0
        ? create(cluster, organization, name)
        : rename(cluster, organization, { id, name }));
      answered.push(name);
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  return answered;
}

/** The transaction of the Idempotency-Key is that of the change. */
async function create(cluster: Cluster, { owner }: SeededOrganization, name: string): Promise<void> {
  const headers = { authorization: `Bearer ${owner.bearer}`, 'idempotency-key': newUuid() };
  const body = JSON.stringify({ environment: 'test', name });
  await insistently(cluster, async (url) => {
    const { status, text } = await post(url, { path: '/v1/api-keys', body, headers });
    // The attempt before is still under way, on a node that nobody hears any more.
    if (status === 409) throw new Unanswered('409');
    if (status !== 201 && status !== 200) throw new Error(`A creation was answered with ${status}: ${text}`);
  });
}

async function rename(
  cluster: Cluster,
  { owner }: SeededOrganization,
  input: { readonly id: string; readonly name: string },
): Promise<void> {
  const body = JSON.stringify({ query: print(UpdateApiKey), variables: { input } });
  const headers = { authorization: `Bearer ${owner.bearer}` };
  await insistently(cluster, async (url) => {
    const { text } = await post(url, { path: '/graphql', body, headers });
    // A busy database: the lock of the key was not given in time, or there was no connection.
    if (text.includes('"SERVICE_UNAVAILABLE"')) throw new Unanswered('503');
    if (!text.includes('"UpdateApiKeyPayload"')) throw new Error(`A change was answered with ${text}`);
  });
}

const eventPage = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      sequence: z.int(),
      target: z.object({ id: z.string() }),
      data: z.object({ api_key: z.object({ name: z.string() }) }),
    }),
  ),
});

export type ReadEvent = z.output<typeof eventPage>['data'][number];

/** Reads the log with a cursor, as a program does, each page from any node. `count`: null while it is not known. */
export async function readLog(
  cluster: Cluster,
  { organization }: Logged,
  count: () => number | null,
): Promise<ReadEvent[]> {
  const read: ReadEvent[] = [];
  for (;;) {
    const after = read.at(-1)?.sequence ?? 0;
    const wanted = count();
    const page = await insistently(cluster, (url) => get(url, after, organization.owner.bearer));
    read.push(...page);
    // One more look than necessary: nothing comes after the last event.
    if (page.length === 0 && wanted !== null && read.length >= wanted) return read;
    await sleep(pauseMs);
  }
}

async function get(url: string, after: number, bearer: string): Promise<ReadEvent[]> {
  const address = new URL(`/v1/events?limit=7&after=${after}`, url);
  const headers = { authorization: `Bearer ${bearer}`, connection: 'close' };
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(address, { headers });
    text = await answer.text();
  } catch (error) {
    throw new Unanswered(String(error));
  }
  if (answer.status === 503) throw new Unanswered('503');
  if (answer.status !== 200) throw new Error(`The log was answered with ${answer.status}: ${text}`);
  return eventPage.parse(JSON.parse(text)).data;
}

/** The names of each key in the order of their commits, by the id of the key. */
export type Names = ReadonlyMap<string, readonly string[]>;

export async function witnessedNames(pool: Pool, { organization }: Logged): Promise<Names> {
  const { rows } = await pool.query<{ api_key_id: string; name: string }>(
    'select api_key_id, name from witnessed where organization_id = $1 order by number',
    [organization.uuid],
  );
  return namesOf(rows.map(({ api_key_id, name }) => ({ id: formatId('apiKey', api_key_id), name })));
}

export function readNames(events: readonly ReadEvent[]): Names {
  return namesOf(events.map(({ target, data }) => ({ id: target.id, name: data.api_key.name })));
}

function namesOf(changes: readonly { readonly id: string; readonly name: string }[]): Names {
  const byKey = [...Map.groupBy(changes, ({ id }) => id)].toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return new Map(byKey.map(([id, ofKey]) => [id, ofKey.map(({ name }) => name)]));
}

export function countOf(names: Names): number {
  return [...names.values()].flat().length;
}

/** The sequences whose hash does not continue the one before, and the end if it is not the last event. */
export async function forksOf(pool: Pool, { organization }: Logged): Promise<number[]> {
  const { rows } = await pool.query<{ sequence: number; body: string; head: Buffer; end: Buffer }>(
    `select events.sequence, events.body, events.head, logs.head as end from events
      join event_logs logs using (organization_id) where organization_id = $1 order by events.sequence`,
    [organization.uuid],
  );
  let head: Buffer = emptyHead;
  const forks = rows.filter((row) => {
    const expected = headAfter(head, row.body);
    head = row.head;
    return !row.head.equals(expected);
  });
  const last = rows.at(-1);
  const isAtEnd = last === undefined || last.head.equals(last.end);
  return [...forks, ...(isAtEnd || last === undefined ? [] : [last])].map(({ sequence }) => sequence);
}

function never(): never {
  throw new Error('There is nothing to choose from');
}
