import type { Database } from '../database/database.ts';
import { formatId } from '../lib/ids.ts';
import {
  type AuditedRow,
  firstPlace,
  type LogPlace,
  type LogState,
  readAuditedRows,
  readLogStates,
  type WhichLogs,
} from '../log/audit-entries.sql.ts';
import type { LogHead } from './checkpoint.ts';
import type { AuditEntry } from './verify-logs.ts';

const pageSize = 2000;

/** The id that readers see. Null: the log of the installation. */
function shownLogId(organizationId: string | null): string | null {
  return organizationId && formatId('organization', organizationId);
}

/** The ends of all logs now, in the order of the tree. */
export async function readLogHeads(database: Database): Promise<LogHead[]> {
  return headsOf(await readLogStates(database, undefined));
}

export function headsOf(states: readonly LogState[]): LogHead[] {
  return states.map(({ organizationId, sequence, head }) => ({
    organizationId: shownLogId(organizationId),
    sequence,
    head,
  }));
}

/**
 * Reads the logs as they were when `states` were read. Needs no transaction: sealed events never change, and what is
 * deleted meanwhile because of its age is noticed.
 */
export async function* auditEntries(
  database: Database,
  which: WhichLogs,
  states: readonly LogState[],
  signal?: AbortSignal,
): AsyncGenerator<readonly AuditEntry[]> {
  const stateOf = new Map(states.map((state) => [state.organizationId, state]));
  yield states.flatMap(boundariesOf);
  let place = firstPlace;
  for (;;) {
    signal?.throwIfAborted();
    const rows = await readAuditedRows(database, which, place, pageSize);
    const last = rows.at(-1);
    if (last === undefined) return;
    const deleted = await deletedMeanwhile(database, rows, { place, stateOf });
    const known = rows.filter(({ organizationId, sequence }) => {
      const state = stateOf.get(organizationId);
      return state === undefined || sequence <= state.sequence;
    });
    yield [...deleted, ...known.map(entryOf)];
    place = last;
  }
}

function boundariesOf({
  organizationId,
  sequence,
  head,
  deletedSequence,
  deletedHead,
}: LogState): AuditEntry[] {
  const id = shownLogId(organizationId);
  const end = { kind: 'END', organizationId: id, sequence, head } as const;
  if (deletedSequence === 0) return [end];
  return [{ kind: 'DELETED', organizationId: id, sequence: deletedSequence, head: deletedHead }, end];
}

/** If a page does not continue the last one, events were deleted meanwhile because of their age, or are missing. */
async function deletedMeanwhile(
  database: Database,
  [first]: readonly AuditedRow[],
  { place, stateOf }: { readonly place: LogPlace; readonly stateOf: ReadonlyMap<string | null, LogState> },
): Promise<readonly AuditEntry[]> {
  if (first === undefined) return [];
  const { organizationId } = first;
  const begin = stateOf.get(organizationId)?.deletedSequence ?? 0;
  const before = organizationId === place.organizationId ? Math.max(place.sequence, begin) : begin;
  if (first.sequence === before + 1) return [];
  const [now] = await readLogStates(database, organizationId);
  if (now === undefined || now.deletedSequence <= before) return [];
  return boundariesOf(now).filter(({ kind }) => kind === 'DELETED');
}

function entryOf({ organizationId, sequence, body, head, salt, data, ...columns }: AuditedRow): AuditEntry {
  const personal = salt === null || data === null ? null : { salt, data };
  const id = shownLogId(organizationId);
  return { kind: 'EVENT', organizationId: id, sequence, body, head, personal, columns };
}
