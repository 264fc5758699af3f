import { emptyHead, headAfter } from '../log/chain.ts';
import { type Anchor, createAnchorCheck } from './anchor-check.ts';
import { type BrokenLink, explainBrokenLinks } from './broken-links.ts';
import { createEventCheck } from './event-check.ts';
import type { EventColumns } from './event-columns.ts';
import { eventRange, type Finding, namedEvents } from './findings.ts';
import { fillGap, type Gap } from './gaps.ts';

/** An event of a log as an audit reads it. */
export type AuditedEvent = {
  readonly sequence: number;
  readonly body: string;
  readonly head: Buffer;
  /** Null: there was none, or the person was erased. */
  readonly personal: { readonly salt: Buffer; readonly data: string } | null;
  /** What readers filter by. Null: an export has only the text. */
  readonly columns: EventColumns | null;
};

/** The last event that was deleted because of its age, and the hash of the log up to it. */
export type DeletedPart = { readonly sequence: number; readonly head: Buffer };

export type LogVerdict = {
  readonly organizationId: string | null;
  readonly events: number;
  readonly lastSequence: number;
  readonly findings: readonly Finding[];
  /** The last event that a checkpoint protects, and its time. Null: none does. */
  readonly anchored: Anchor | null;
  /** The last event that was deleted because of its age. 0: none. */
  readonly deletedSequence: number;
  /** How many events had data about people that was erased. */
  readonly erased: number;
};

/** Checks one log, event by event, in the order of the log. */
export type LogCheck = {
  /** Events up to here were deleted because of their age. Comes before all events. */
  deletedUpTo(part: DeletedPart): void;
  add(event: AuditedEvent): void;
  /** `end` is where the log ends, if that is known. */
  end(end: DeletedPart | null): LogVerdict;
};

export function createLogCheck(organizationId: string | null, anchors: readonly Anchor[]): LogCheck {
  const links: BrokenLink[] = [];
  const gaps: Gap[] = [];
  const early: number[] = [];
  const afterGaps: number[] = [];
  const anchorCheck = createAnchorCheck(anchors);
  const eventCheck = createEventCheck(organizationId, anchors);
  let deletedSequence = 0;
  let events = 0;
  let last: { readonly sequence: number; readonly head: Buffer } = { sequence: 0, head: emptyHead };
  let headTwoBefore: Buffer | null = null;

  function follow({ sequence, body, head }: AuditedEvent): void {
    if (sequence > last.sequence + 1) {
      gaps.push({ from: last.sequence + 1, to: sequence - 1 });
      afterGaps.push(sequence);
      headTwoBefore = null;
    } else {
      if (!headAfter(last.head, body).equals(head))
        links.push({ sequence, body, head, headBefore: last.head, headTwoBefore });
      headTwoBefore = last.head;
    }
    last = { sequence, head };
    anchorCheck.see(last);
  }

  return {
    deletedUpTo(part) {
      deletedSequence = part.sequence;
      last = part;
      anchorCheck.start(part);
    },
    add(event) {
      events += 1;
      eventCheck.see(event);
      if (event.sequence > last.sequence) follow(event);
      else {
        early.push(event.sequence);
        fillGap(gaps, event.sequence);
      }
    },
    end(end) {
      const anchored = anchorCheck.latest();
      // A checkpoint that shows the last event says as well that the log ended there.
      const known = end ?? (anchored?.sequence === last.sequence ? anchored : null);
      const found = [
        ...explainBrokenLinks(links),
        ...misplaced(early),
        ...missing(gaps),
        ...unlinked(afterGaps),
        ...eventCheck.findings(),
        ...wrongEnd(last, known),
        ...anchorCheck.findings(last),
      ];
      return {
        organizationId,
        events,
        lastSequence: last.sequence,
        findings: found.map((finding) => ({ ...finding, organizationId })),
        anchored,
        deletedSequence,
        erased: eventCheck.erased(),
      };
    },
  };
}

type Found = Pick<Finding, 'check' | 'result' | 'message'>;

function misplaced(early: readonly number[]): Found[] {
  if (early.length === 0) return [];
  const message = `${namedEvents(early)}: comes after a later event, or twice`;
  return [{ check: 'order', result: 'FAILS', message }];
}

function missing(gaps: readonly Gap[]): Found[] {
  return gaps.map(({ from, to }) => ({
    check: 'completeness',
    result: 'FAILS',
    message: `${eventRange(from, to)}: missing`,
  }));
}

function unlinked(afterGaps: readonly number[]): Found[] {
  if (afterGaps.length === 0) return [];
  const message = `${namedEvents(afterGaps)}: the text cannot be checked, because the event before it is missing`;
  return [{ check: 'content', result: 'UNKNOWN', message }];
}

function wrongEnd(last: DeletedPart, end: DeletedPart | null): Found[] {
  if (end === null) {
    const message = `nothing says whether the log ends at event ${last.sequence}`;
    return [{ check: 'completeness', result: 'UNKNOWN', message }];
  }
  if (last.sequence < end.sequence) {
    const message = `${eventRange(last.sequence + 1, end.sequence)}: missing at the end of the log`;
    return [{ check: 'completeness', result: 'FAILS', message }];
  }
  if (last.sequence === end.sequence && last.head.equals(end.head)) return [];
  const message = `event ${last.sequence} is the last, but the log was recorded to end at event ${end.sequence} with another hash`;
  return [{ check: 'content', result: 'FAILS', message }];
}
