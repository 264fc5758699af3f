import { z } from 'zod';
import { type CheckpointDocument, checkpointDocumentSchema } from './checkpoint.ts';
import type { AuditEntry } from './verify-logs.ts';

/*
 * An export holds one JSON document in each line: the events of each log in their order, and a checkpoint at its end.
 * What GET /v1/events/export answers has no such end, and is read too.
 */

const logId = z.string().nullable();

const eventLine = z.object({
  organization_id: logId,
  sequence: z.int().min(1),
  body: z.string(),
  head: z.base64(),
  personal_data: z.object({ salt: z.base64(), data: z.string() }).nullish(),
});

const deletedLine = z.object({
  organization_id: logId,
  deleted_sequence: z.int().min(1),
  deleted_head: z.base64(),
});

/** A line of `GET /v1/events/export`. Its text names the organization. */
const servedLine = z.object({
  sequence: z.int().min(1),
  previous_head: z.base64(),
  head: z.base64(),
  body: z.string(),
});

const ofLog = z.object({ organization_id: logId });

/** A line that is none of an export. */
export class ExportProblem extends Error {
  override readonly name = 'ExportProblem';
}

export async function* exportLines(
  entries: AsyncIterable<readonly AuditEntry[]>,
  checkpoint: CheckpointDocument,
): AsyncGenerator<string> {
  for await (const batch of entries) {
    const lines = batch.map(lineOf).filter((line) => line !== null);
    if (lines.length > 0) yield `${lines.join('\n')}\n`;
  }
  yield `${JSON.stringify(checkpoint)}\n`;
}

/** The checkpoint at the end of the export says where each log ends. */
function lineOf(entry: AuditEntry): string | null {
  switch (entry.kind) {
    case 'EVENT': {
      const { organizationId, sequence, body, head, personal } = entry;
      const salt = personal?.salt.toString('base64');
      return JSON.stringify({
        organization_id: organizationId,
        sequence,
        body,
        head: head.toString('base64'),
        personal_data: personal && { salt, data: personal.data },
      });
    }
    case 'DELETED': {
      const { organizationId, sequence, head } = entry;
      const deletedHead = head.toString('base64');
      return JSON.stringify({
        organization_id: organizationId,
        deleted_sequence: sequence,
        deleted_head: deletedHead,
      });
    }
    case 'END':
    case 'CHECKPOINT':
      return null;
  }
}

const maxBatch = 1000;

/** Reads what `exportLines` wrote. Throws ExportProblem with the number of the line. */
export async function* readExport(lines: AsyncIterable<string>): AsyncGenerator<readonly AuditEntry[]> {
  let batch: AuditEntry[] = [];
  let number = 0;
  const begun = new Set<string | null>();
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    batch.push(...readLine(line, number, begun));
    if (batch.length < maxBatch) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

function readLine(line: string, number: number, begun: Set<string | null>): readonly AuditEntry[] {
  const value = parsed(line, number);
  const served = servedLine.safeParse(value);
  if (served.success) return servedEntries(served.data, number, begun);
  return [readOwnLine(value, number)];
}

/** Such an export may begin at any event. Then the hash before it is where the check begins. */
function servedEntries(
  { sequence, previous_head: previousHead, head, body }: z.output<typeof servedLine>,
  number: number,
  begun: Set<string | null>,
): readonly AuditEntry[] {
  const content = ofLog.safeParse(parsed(body, number));
  if (!content.success) throw new ExportProblem(`line ${number} has a body that is no event`);
  const organizationId = content.data.organization_id;
  const event = {
    kind: 'EVENT',
    columns: null,
    organizationId,
    sequence,
    body,
    head: bytesOf(head),
    personal: null,
  } as const;
  if (begun.has(organizationId) || sequence === 1) {
    begun.add(organizationId);
    return [event];
  }
  begun.add(organizationId);
  return [{ kind: 'DELETED', organizationId, sequence: sequence - 1, head: bytesOf(previousHead) }, event];
}

function bytesOf(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}

function readOwnLine(value: unknown, number: number): AuditEntry {
  const event = eventLine.safeParse(value);
  if (event.success) {
    const { organization_id: organizationId, sequence, body, head, personal_data: personal } = event.data;
    return {
      kind: 'EVENT',
      columns: null,
      organizationId,
      sequence,
      body,
      head: Buffer.from(head, 'base64'),
      personal: personal ? { salt: Buffer.from(personal.salt, 'base64'), data: personal.data } : null,
    };
  }
  const deleted = deletedLine.safeParse(value);
  if (deleted.success) {
    const { organization_id: organizationId, deleted_sequence: sequence, deleted_head: head } = deleted.data;
    return { kind: 'DELETED', organizationId, sequence, head: Buffer.from(head, 'base64') };
  }
  const checkpoint = checkpointDocumentSchema.safeParse(value);
  if (checkpoint.success) return { kind: 'CHECKPOINT', document: checkpoint.data };
  throw new ExportProblem(`line ${number} is neither an event nor a checkpoint of Latchkey`);
}

function parsed(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new ExportProblem(`line ${number} is not JSON; perhaps the export was cut`, { cause: error });
  }
}
