import { commitmentOf, type EventBody, readEventBody } from '../log/event-body.ts';
import type { Anchor } from './anchor-check.ts';
import { agree } from './event-columns.ts';
import { type Finding, namedEvents } from './findings.ts';
import type { AuditedEvent } from './log-check.ts';

/**
 * An event is sealed within a second. It may wait longer if no node runs, and clocks differ. A larger difference means
 * that a clock was moved.
 */
export const clockToleranceMs = 60 * 60 * 1000;

type Found = Pick<Finding, 'check' | 'result' | 'message'>;

/** Checks what each event says by itself: its log, its time, and the data about people that belongs to it. */
export function createEventCheck(organizationId: string | null, anchors: readonly Anchor[]) {
  const byPlace = anchors.toSorted((one, other) => one.sequence - other.sequence);
  const unreadable: number[] = [];
  const foreign: number[] = [];
  const changedPeople: number[] = [];
  const changedColumns: number[] = [];
  const tooLate: number[] = [];
  const tooEarly: number[] = [];
  let erased = 0;

  function checkTime(sequence: number, occurredAt: string): void {
    const time = Date.parse(occurredAt);
    const next = byPlace.find((anchor) => sequence <= anchor.sequence);
    const previous = byPlace.findLast((anchor) => sequence > anchor.sequence);
    if (next !== undefined && time > next.time.getTime() + clockToleranceMs) tooLate.push(sequence);
    if (previous !== undefined && time < previous.time.getTime() - clockToleranceMs) tooEarly.push(sequence);
  }

  return {
    see({ sequence, body, personal, columns }: AuditedEvent): void {
      const content = contentOf(body);
      if (content === null) {
        unreadable.push(sequence);
        return;
      }
      if (content.organization_id !== organizationId) foreign.push(sequence);
      if (content.personal_data !== null && personal === null) erased += 1;
      if (personal !== null && commitmentOf(personal) !== content.personal_data) changedPeople.push(sequence);
      if (columns !== null && !agree(columns, content)) changedColumns.push(sequence);
      checkTime(sequence, content.occurred_at);
    },
    erased: () => erased,
    findings(): readonly Found[] {
      return [
        ...found('content', unreadable, 'its text is not an event'),
        ...found('content', foreign, 'it belongs to the log of another organization'),
        ...found('content', changedPeople, 'the data about people was changed'),
        ...found('content', changedColumns, 'what lists filter by differs from its text'),
        ...found('time', tooLate, 'it claims to be younger than a checkpoint that already shows it'),
        ...found('time', tooEarly, 'it claims to be older than a checkpoint that does not show it yet'),
      ];
    },
  };
}

function found(check: Finding['check'], sequences: readonly number[], problem: string): Found[] {
  return sequences.length === 0
    ? []
    : [{ check, result: 'FAILS', message: `${namedEvents(sequences)}: ${problem}` }];
}

function contentOf(body: string): EventBody | null {
  try {
    return readEventBody(body);
  } catch {
    return null;
  }
}
