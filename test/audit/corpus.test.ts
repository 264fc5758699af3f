import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditEntries, headsOf } from '../../src/audit/audit-entries.ts';
import {
  type CheckpointDocument,
  type SignedCheckpoint,
  signCheckpoint,
} from '../../src/audit/checkpoint.ts';
import { exportLines, readExport } from '../../src/audit/export.ts';
import { createNoteSigner, type NoteSigner } from '../../src/audit/signed-note.ts';
import { type AuditEntry, type Verdict, verifyLogs } from '../../src/audit/verify-logs.ts';
import type { Database, Transaction } from '../../src/database/database.ts';
import { newUuid } from '../../src/lib/ids.ts';
import { readLogStates } from '../../src/log/audit-entries.sql.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { fillLog, forged, type Intruder, intruder, shownId } from './attacks.ts';

const signer = createNoteSigner('the secret of this installation');
const victim = newUuid();
/** Its id is the greater one, so it comes later. */
const neighbour = newUuid();
const before = 150;
const after = 30;
const hour = 3_600_000;
const checkpointTime = new Date('2026-11-24T03:00:00Z');
const laterTime = new Date('2026-11-25T03:00:00Z');

let database: TestDatabase;
/** The only thing that the auditor has from before the attack. */
let checkpoint: SignedCheckpoint;
beforeAll(async () => {
  database = await createTestDatabase();
  const fill = async (count: number, at: Date) => {
    for (const log of [null, victim, neighbour]) await fillLog(database.database, log, { count, at });
  };
  await fill(before, new Date(checkpointTime.getTime() - hour));
  checkpoint = await signNow(database.database, checkpointTime, signer);
  await fill(after, new Date(checkpointTime.getTime() + hour));
});
afterAll(() => database.drop());

async function signNow(from: Database, time: Date, by: NoteSigner): Promise<SignedCheckpoint> {
  return signCheckpoint(by, headsOf(await readLogStates(from, undefined)), time);
}

type Options = { readonly checkpoints?: readonly CheckpointDocument[]; readonly exportedBy?: NoteSigner };

/** Attacks in a transaction that is rolled back, and audits the database and an export of it. Both say the same. */
async function verdictAfter(
  attack: (log: Intruder, transaction: Transaction) => Promise<unknown>,
  { checkpoints = [checkpoint.whole], exportedBy = signer }: Options = {},
): Promise<{
  readonly results: Verdict['results'];
  readonly messages: readonly string[];
  readonly verdict: Verdict;
}> {
  const transaction = await database.database.startTransaction().execute();
  try {
    await attack(intruder(transaction, victim), transaction);
    const options = {
      checkpoints: checkpoints.map((document) => ({ name: 'checkpoint', document })),
      trustedKey: signer.verifierKey,
    };
    const states = await readLogStates(transaction, undefined);
    const entries = withoutColumns(auditEntries(transaction, undefined, states));
    const verdict = await verifyLogs(entries, options);
    const exported = exportLines(
      auditEntries(transaction, undefined, states),
      signCheckpoint(exportedBy, headsOf(states), laterTime).whole,
    );
    const fromExport = await verifyLogs(readExport(linesOf(exported)), options);
    if (exportedBy === signer) expect(fromExport).toEqual(verdict);
    const shown = exportedBy === signer ? verdict : fromExport;
    const messages = shown.findings.map(({ check, message }) => `${check}: ${message}`);
    return { results: shown.results, messages, verdict: shown };
  } finally {
    await transaction.rollback().execute();
  }
}

/** An export has no columns, so the two verdicts are the same only without them. */
async function* withoutColumns(
  pages: AsyncIterable<readonly AuditEntry[]>,
): AsyncGenerator<readonly AuditEntry[]> {
  for await (const page of pages) {
    yield page.map((entry) => (entry.kind === 'EVENT' ? { ...entry, columns: null } : entry));
  }
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const chunk of chunks) yield* chunk.split('\n');
}

const allHold = {
  content: 'HOLDS',
  order: 'HOLDS',
  completeness: 'HOLDS',
  time: 'HOLDS',
  signature: 'HOLDS',
};

const forgedBody = async (log: Intruder, sequence: number) => {
  const event = (await log.events()).find((each) => each.sequence === sequence);
  return forged(event?.body ?? '', { via: 'command_line' });
};

test('an untouched log holds, and is anchored up to the checkpoint', async () => {
  const { results, messages, verdict } = await verdictAfter(async () => {});
  expect(messages).toEqual([]);
  expect(results).toEqual(allHold);
  expect(
    verdict.logs.map(({ organizationId, events, anchored }) => [organizationId, events, anchored?.sequence]),
  ).toEqual([null, shownId(victim), shownId(neighbour)].map((id) => [id, before + after, before]));
});

type Attack = {
  readonly attack: (log: Intruder, transaction: Transaction) => Promise<unknown>;
  readonly results: Partial<Verdict['results']>;
  readonly says: readonly RegExp[];
};

const attacks: Readonly<Record<string, Attack>> = {
  'a text is edited': {
    attack: async (log) => log.edit(7, await forgedBody(log, 7)),
    results: { content: 'FAILS' },
    says: [/^content: event 7: the text was changed/],
  },
  'a text is edited behind the checkpoint': {
    attack: async (log) => log.edit(before + 3, await forgedBody(log, before + 3)),
    results: { content: 'FAILS' },
    says: [/^content: event 153: the text was changed/],
  },
  'a text is edited, and this event sealed again': {
    attack: async (log) => {
      const body = await forgedBody(log, 7);
      await log.edit(7, body);
      const all = await log.events();
      await log.sealAgain();
      for (const { sequence, body: text, head } of all.slice(7)) {
        await log.remove(sequence);
        await log.insert(sequence, text, head);
      }
    },
    results: { content: 'FAILS' },
    says: [/^content: event 8: the text was changed/],
  },
  'a text is edited, and everything sealed again': {
    attack: async (log) => {
      await log.edit(7, await forgedBody(log, 7));
      await log.sealAgain();
    },
    results: { content: 'FAILS', order: 'UNKNOWN', completeness: 'UNKNOWN' },
    says: [
      /^content: events 1 to 150 are not those of the checkpoint of 2026-11-24T03:00:00.000Z: the log was written and sealed anew/,
    ],
  },
  'two events change places': {
    attack: (log) => log.swap(10, 11, 'WITHOUT_HASHES'),
    results: { order: 'FAILS' },
    says: [/^order: events 10 and 11: genuine/],
  },
  'two distant events change places': {
    attack: (log) => log.swap(10, 90, 'WITHOUT_HASHES'),
    results: { order: 'FAILS' },
    says: [/^order: events 10 and 90: genuine/],
  },
  'two events change places with their hashes': {
    attack: (log) => log.swap(10, 11, 'WITH_HASHES'),
    results: { order: 'FAILS' },
    says: [/^order: events 10, 11 and 12: genuine/],
  },
  'two distant events change places with their hashes': {
    attack: (log) => log.swap(10, 90, 'WITH_HASHES'),
    results: { order: 'FAILS' },
    says: [/^order: events 10, 11, 90 and 91: genuine/],
  },
  'an event is inserted in the middle': {
    attack: async (log) => {
      const body = await forgedBody(log, 20);
      await log.renumber(20, 1);
      await log.insert(20, body, Buffer.alloc(32, 7));
      await log.endAtLast();
    },
    results: { content: 'FAILS' },
    says: [/^content: event 20: inserted later/, /^content: 1 inserted before event 152/],
  },
  'an event is inserted, and everything sealed again': {
    attack: async (log) => {
      const body = await forgedBody(log, 20);
      await log.renumber(20, 1);
      await log.insert(20, body, Buffer.alloc(32));
      await log.sealAgain();
    },
    results: { content: 'FAILS', order: 'UNKNOWN', completeness: 'UNKNOWN' },
    says: [/sealed anew/],
  },
  'the first event is deleted': {
    attack: (log) => log.remove(1),
    results: { completeness: 'FAILS', content: 'UNKNOWN' },
    says: [/^completeness: event 1: missing/, /^content: event 2: the text cannot be checked/],
  },
  'an event in the middle is deleted': {
    attack: (log) => log.remove(77),
    results: { completeness: 'FAILS', content: 'UNKNOWN' },
    says: [/^completeness: event 77: missing/, /^content: event 78: the text cannot be checked/],
  },
  'an event in the middle is deleted, and the gap closed': {
    attack: async (log) => {
      await log.remove(77);
      await log.renumber(78, -1);
      await log.endAtLast();
    },
    results: { completeness: 'FAILS', content: 'FAILS' },
    says: [
      /^content: event 77: the text was changed, or an event before it was removed/,
      /^completeness: 1 missing before event 150/,
    ],
  },
  'the event of the checkpoint is deleted': {
    attack: (log) => log.remove(before),
    results: { completeness: 'FAILS', content: 'UNKNOWN' },
    says: [/^completeness: event 150: missing/, /^completeness: event 150, which the checkpoint/],
  },
  'the last hundred are deleted': {
    attack: (log) => log.remove(81, 180),
    results: { completeness: 'FAILS' },
    says: [
      /^completeness: events 81 to 180: missing at the end/,
      /^completeness: events 81 to 150: missing, the checkpoint/,
    ],
  },
  'the last hundred are deleted, and the end adapted': {
    attack: async (log) => {
      await log.remove(81, 180);
      await log.endAtLast();
    },
    results: { completeness: 'FAILS' },
    says: [/^completeness: events 81 to 150: missing, the checkpoint/],
  },
  'the log of an organization is deleted': {
    attack: (log) => log.removeLog(),
    results: { completeness: 'FAILS' },
    says: [/^completeness: the whole log is missing: the checkpoint .* shows 150 events/],
  },
  'all events are deleted, and the log emptied': {
    attack: async (log) => {
      await log.remove(1, 180);
      await log.endAtLast();
    },
    results: { completeness: 'FAILS' },
    says: [/^completeness: events 1 to 150: missing, the checkpoint/],
  },
  'everything is written and sealed anew': {
    attack: async (log) => {
      for (const { sequence, body } of await log.events())
        await log.edit(sequence, forged(body, { via: 'api_key' }));
      await log.sealAgain();
    },
    results: { content: 'FAILS', order: 'UNKNOWN', completeness: 'UNKNOWN' },
    says: [/sealed anew/],
  },
  'an older backup is restored': {
    attack: async (_log, transaction) => {
      await sql`delete from events where sequence > 100`.execute(transaction);
      await sql`
        update event_logs logs set sequence = 100, head = events.head from events
        where events.organization_id = logs.organization_id and events.sequence = 100
      `.execute(transaction);
    },
    results: { completeness: 'FAILS' },
    says: [
      /^completeness: events 101 to 150: missing/,
      /^completeness: events 101 to 150: missing/,
      /^completeness: events 101 to 150: missing/,
    ],
  },
  'an older backup is restored, and the log goes on from it': {
    attack: async (log) => {
      const next = await forgedBody(log, 101);
      await log.remove(101, 180);
      for (let count = 0; count < 60; count += 1) await log.append(next);
    },
    results: { content: 'FAILS', order: 'UNKNOWN', completeness: 'UNKNOWN' },
    says: [/^content: events 1 to 150 are not those .* or continued from an older state/],
  },
  'a log forks: one reader is shown another end than the checkpoint': {
    attack: async (log) => {
      const next = await forgedBody(log, before);
      await log.remove(before, 180);
      await log.append(next);
    },
    results: { content: 'FAILS', order: 'UNKNOWN', completeness: 'UNKNOWN' },
    says: [/^content: events 1 to 150 are not those of the checkpoint/],
  },
  'a new event claims an older time, because the clock was moved back': {
    attack: async (log) => {
      const [first] = await log.events();
      await log.append(forged(first?.body ?? '', { occurred_at: '2026-11-23T00:00:00.000Z' }));
    },
    results: { time: 'FAILS' },
    says: [/^time: event 181: it claims to be older than a checkpoint that does not show it yet/],
  },
  'an event of another organization is copied': {
    attack: async (log, transaction) => {
      const [first] = await intruder(transaction, neighbour).events();
      await log.append(first?.body ?? '');
    },
    results: { content: 'FAILS' },
    says: [/^content: event 181: it belongs to the log of another organization/],
  },
  'an address is changed': {
    attack: (_log, transaction) =>
      sql`
        update event_personal_data set data = replace(data, '203.0.113.7', '198.51.100.1')
        where event_id = (select id from events where organization_id = ${victim} and sequence = 5)
      `.execute(transaction),
    results: { content: 'FAILS' },
    says: [/^content: event 5: the data about people was changed/],
  },
};

test.each(Object.entries(attacks))('%s: the verdict says so', async (_name, { attack, results, says }) => {
  const found = await verdictAfter(attack);
  expect({ results: found.results, messages: found.messages }).toEqual({
    results: { ...allHold, ...results },
    messages:
      says.length === 0 ? [] : expect.arrayContaining(says.map((each) => expect.stringMatching(each))),
  });
});

test('an attack on one log leaves the verdicts of the others', async () => {
  const { verdict } = await verdictAfter((log) => log.remove(77));
  expect(new Set(verdict.findings.map(({ organizationId }) => organizationId))).toEqual(
    new Set([shownId(victim)]),
  );
});

test('after a person was erased everything holds', async () => {
  const { results, verdict } = await verdictAfter((_log, transaction) =>
    sql`delete from event_personal_data where email = 'person-3@example.com'`.execute(transaction),
  );
  expect(results).toEqual(allHold);
  expect(verdict.logs.map(({ erased }) => erased)).toEqual([2, 2, 2]);
});

test('after a month was deleted because of its age the rest holds, and the verdict says from where', async () => {
  const { results, verdict } = await verdictAfter((log) => log.prune(60));
  expect(results).toEqual(allHold);
  expect(verdict.logs.map(({ deletedSequence }) => deletedSequence)).toEqual([0, 60, 0]);
  expect(verdict.logs.map(({ anchored }) => anchored?.sequence)).toEqual([before, before, before]);
});

test('events cannot be passed off as deleted because of their age with another hash', async () => {
  const { results } = await verdictAfter(async (log, transaction) => {
    await log.prune(60);
    await sql`update event_logs set deleted_head = ${Buffer.alloc(32)} where organization_id = ${victim}`.execute(
      transaction,
    );
  });
  expect(results).toMatchObject({ content: 'FAILS' });
});

test('a checkpoint whose events were all deleted because of their age proves nothing more, and the verdict says so', async () => {
  const { results, messages } = await verdictAfter((log) => log.prune(before + 5));
  expect(results).toEqual({ ...allHold, completeness: 'UNKNOWN' });
  expect(messages).toEqual([expect.stringMatching(/its event 150 was deleted because of its age/)]);
});

test('with the key of somebody else nothing is proven, however well the log fits', async () => {
  const stranger = createNoteSigner('another secret');
  const attack = async (log: Intruder) => {
    await log.edit(7, await forgedBody(log, 7));
    await log.sealAgain();
  };
  const exported = await verdictAfter(attack, { exportedBy: stranger });
  expect(exported.results).toMatchObject({ signature: 'FAILS', content: 'FAILS' });
  const { whole } = await signNow(database.database, checkpointTime, stranger);
  const forgedCheckpoint = await verdictAfter(async () => {}, { checkpoints: [whole] });
  expect(forgedCheckpoint.results).toEqual({ ...allHold, signature: 'FAILS' });
  expect(forgedCheckpoint.verdict.logs.map(({ anchored }) => anchored)).toEqual([null, null, null]);
});

test('a checkpoint with changed logs, or with another note, is not accepted', async () => {
  const [first, ...rest] = checkpoint.whole.logs;
  if (first === undefined) throw new Error('The checkpoint has no log');
  const changed = { ...checkpoint.whole, logs: [{ ...first, sequence: 3 }, ...rest] };
  const shorter = { ...checkpoint.whole, logs: rest };
  const other = {
    ...checkpoint.whole,
    checkpoint: checkpoint.whole.checkpoint.replace('time 2026', 'time 2025'),
  };
  for (const document of [changed, shorter, other]) {
    expect((await verdictAfter(async () => {}, { checkpoints: [document] })).results).toEqual({
      ...allHold,
      signature: 'FAILS',
    });
  }
});

test('the checkpoint of one organization anchors its log, and says nothing of the others', async () => {
  const part = checkpoint.partOf(shownId(victim));
  if (part === null) throw new Error('The organization has a log');
  const { results, verdict } = await verdictAfter(async () => {}, { checkpoints: [part] });
  expect(results).toEqual(allHold);
  expect(verdict.logs.map(({ anchored }) => anchored?.sequence)).toEqual([undefined, before, undefined]);
  const attacked = await verdictAfter((log) => log.removeLog(), { checkpoints: [part] });
  expect(attacked.results).toEqual({ ...allHold, completeness: 'FAILS' });
});

test.each([
  ['the target', sql`target_id = gen_random_uuid()`],
  ['the actor', sql`actor_id = gen_random_uuid()`],
  ['the type', sql`type = 'API_KEY_CREATED'`],
  ['the environment', sql`environment = 'LIVE'`],
  ['the time', sql`occurred_at = occurred_at - interval '1 day'`],
])(
  'an event that is hidden from lists by a change of %s is found in the database',
  async (_column, change) => {
    const transaction = await database.database.startTransaction().execute();
    try {
      const states = await readLogStates(transaction, undefined);
      const options = { checkpoints: [], trustedKey: signer.verifierKey };
      const audit = () => verifyLogs(auditEntries(transaction, undefined, states), options);
      expect((await audit()).findings.filter(({ result }) => result === 'FAILS')).toEqual([]);
      await sql`update events set ${change} where organization_id = ${victim} and sequence = 9`.execute(
        transaction,
      );
      const failures = (await audit()).findings.filter(({ result }) => result === 'FAILS');
      expect(failures.map(({ check, message }) => [check, message])).toEqual([
        ['content', expect.stringMatching(/9: what lists filter by differs from its text$/)],
      ]);
    } finally {
      await transaction.rollback().execute();
    }
  },
);
