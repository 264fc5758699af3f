import { sql } from 'kysely';
import type { Database, Transaction } from '../../src/database/database.ts';
import { formatId, newUuid } from '../../src/lib/ids.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { causeWithoutRequest } from '../../src/log/cause.ts';
import { emptyHead, headAfter } from '../../src/log/chain.ts';
import { recordEvents } from '../../src/log/record-events.ts';
import { createSealer } from '../../src/log/sealer.ts';

/** Records events as changes do, each of a person with an address, and seals them. */
export async function fillLog(
  database: Database,
  organizationId: string | null,
  { count, at }: { readonly count: number; readonly at: Date },
): Promise<void> {
  const cause = { ...causeWithoutRequest('SYSTEM', at), address: '203.0.113.7', userAgent: 'curl' };
  const events = Array.from({ length: count }, (_, number) => ({
    type: 'SERVICE_TOKEN_CREATED' as const,
    organizationId,
    targetId: newUuid(),
    data: { number },
    person: { userId: newUuid(), email: `person-${number}@example.com` },
  }));
  await database.transaction().execute((transaction) => recordEvents(transaction, cause, events));
  await createSealer({ database, log: createLogger('fatal') }).stop();
}

export type StoredEvent = { readonly sequence: number; readonly body: string; readonly head: Buffer };

/** What somebody can do to a log who may do everything in the database. */
export function intruder(transaction: Transaction, organizationId: string) {
  const ofLog = sql`organization_id = ${organizationId}::uuid`;
  const run = (statement: ReturnType<typeof sql>) => statement.execute(transaction);

  async function events(): Promise<StoredEvent[]> {
    const { rows } = await sql<StoredEvent>`
      select sequence, body, head from events where ${ofLog} order by sequence
    `.execute(transaction);
    return rows;
  }

  /** Moves events to other places. They pass through negative ones, so that no two meet. */
  async function renumber(from: number, by: number): Promise<void> {
    await run(sql`update events set sequence = -sequence - ${by} where ${ofLog} and sequence >= ${from}`);
    await run(sql`update events set sequence = -sequence where ${ofLog} and sequence < 0`);
  }

  async function endAt(sequence: number, head: Buffer): Promise<void> {
    await run(sql`update event_logs set sequence = ${sequence}, head = ${head} where ${ofLog}`);
  }

  return {
    events,
    renumber,
    edit: (sequence: number, body: string) =>
      run(sql`update events set body = ${body} where ${ofLog} and sequence = ${sequence}`),
    remove: (from: number, to = from) =>
      run(sql`delete from events where ${ofLog} and sequence between ${from} and ${to}`),
    insert: (sequence: number, body: string, head: Buffer) =>
      run(sql`
        insert into events (organization_id, sequence, id, type, occurred_at, latest_at, body, head)
        values (${organizationId}, ${sequence}, ${newUuid()}, 'SERVICE_TOKEN_CREATED', now(), now(), ${body}, ${head})
      `),
    /** Two events change their places, with their hashes or without. */
    async swap(one: number, other: number, what: 'WITH_HASHES' | 'WITHOUT_HASHES'): Promise<void> {
      const hashes = (await events()).filter(({ sequence }) => sequence === one || sequence === other);
      await run(sql`update events set sequence = -1 where ${ofLog} and sequence = ${one}`);
      await run(sql`update events set sequence = ${one} where ${ofLog} and sequence = ${other}`);
      await run(sql`update events set sequence = ${other} where ${ofLog} and sequence = -1`);
      if (what === 'WITH_HASHES') return;
      for (const { sequence, head } of hashes)
        await run(sql`update events set head = ${head} where ${ofLog} and sequence = ${sequence}`);
    },
    /** Computes all hashes anew, as the sealer does, and where the log ends. */
    async sealAgain(): Promise<void> {
      let head: Buffer = emptyHead;
      let sequence = 0;
      for (const event of await events()) {
        head = headAfter(head, event.body);
        sequence = event.sequence;
        await run(sql`update events set head = ${head} where ${ofLog} and sequence = ${sequence}`);
      }
      await endAt(sequence, head);
    },
    /** Makes the log end with the last event that is left. */
    async endAtLast(): Promise<void> {
      const last = (await events()).at(-1);
      await endAt(last?.sequence ?? 0, last?.head ?? emptyHead);
    },
    async removeLog(): Promise<void> {
      await run(sql`delete from events where ${ofLog}`);
      await run(sql`delete from event_logs where ${ofLog}`);
    },
    /** As the job does that deletes old events. */
    async prune(upTo: number): Promise<void> {
      const last = (await events()).find(({ sequence }) => sequence === upTo);
      await run(sql`delete from events where ${ofLog} and sequence <= ${upTo}`);
      await run(sql`
        update event_logs set deleted_sequence = ${upTo}, deleted_head = ${last?.head ?? emptyHead} where ${ofLog}
      `);
    },
    /** A new event behind the last. */
    async append(body: string): Promise<void> {
      const last = (await events()).at(-1);
      const head = headAfter(last?.head ?? emptyHead, body);
      const sequence = (last?.sequence ?? 0) + 1;
      await this.insert(sequence, body, head);
      await endAt(sequence, head);
    },
  };
}

export type Intruder = ReturnType<typeof intruder>;

/** The text of an event with some members changed. */
export function forged(body: string, changes: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...JSON.parse(body), ...changes });
}

export function shownId(organizationId: string): string {
  return formatId('organization', organizationId);
}
