import { headAfter } from '../log/chain.ts';
import { type Finding, namedEvents } from './findings.ts';

/** An event whose hash does not follow from the hash before it and its own text. */
export type BrokenLink = {
  readonly sequence: number;
  readonly body: string;
  readonly head: Buffer;
  readonly headBefore: Buffer;
  /** The hash before the event before it: it fits if that event was inserted. Null: there is none. */
  readonly headTwoBefore: Buffer | null;
};

/** Comparing all pairs takes too long for more. */
const maxCompared = 300;

/** Explains broken links: a changed text, an event at another place, or an event that was inserted. */
export function explainBrokenLinks(
  links: readonly BrokenLink[],
): readonly Pick<Finding, 'check' | 'result' | 'message'>[] {
  const compared = links.slice(0, maxCompared);
  const moved = new Set(compared.filter((link) => wasMoved(link, compared)).map(({ sequence }) => sequence));
  const inserted: number[] = [];
  for (const { sequence, body, head, headTwoBefore } of links) {
    if (moved.has(sequence) || headTwoBefore === null) continue;
    if (!headAfter(headTwoBefore, body).equals(head)) continue;
    // It follows from the event two places before it. So the one between is moved, or does not belong here.
    if (moved.has(sequence - 1)) moved.add(sequence);
    else inserted.push(sequence - 1);
  }
  const changed = links
    .map(({ sequence }) => sequence)
    .filter((sequence) => ![sequence, sequence - 1].some((each) => inserted.includes(each)))
    .filter((sequence) => !moved.has(sequence));
  return [
    ...found('content', changed, 'the text was changed, or an event before it was removed'),
    ...found('content', inserted, 'inserted later: the next event follows from the one before it'),
    ...found('order', [...moved], 'genuine, but not behind the event that it was sealed behind'),
  ];
}

function found(check: Finding['check'], sequences: readonly number[], problem: string) {
  if (sequences.length === 0) return [];
  const sorted = sequences.toSorted((one, other) => one - other);
  return [{ check, result: 'FAILS', message: `${namedEvents(sorted)}: ${problem}` } as const];
}

/** Either its text belongs to the place of another broken link, or it follows from the hash before or after one. */
function wasMoved(link: BrokenLink, links: readonly BrokenLink[]): boolean {
  return links.some((other) => {
    if (other === link) return false;
    if (headAfter(other.headBefore, link.body).equals(other.head)) return true;
    const heads = [other.headBefore, other.head];
    return heads.some((head) => !isNeighbour(head, link) && headAfter(head, link.body).equals(link.head));
  });
}

/** The hash two places before fits after an insertion too. It says nothing about a move. */
function isNeighbour(head: Buffer, { headTwoBefore }: BrokenLink): boolean {
  return headTwoBefore?.equals(head) ?? false;
}
