import { eventRange, type Finding } from './findings.ts';

/** What a checkpoint says of a log: its end at that time. */
export type Anchor = { readonly sequence: number; readonly head: Buffer; readonly time: Date };

type Place = { readonly sequence: number; readonly head: Buffer };

type Found = Pick<Finding, 'check' | 'result' | 'message'>;

/** Compares a log with checkpoints, while its events go by. */
export type AnchorCheck = {
  /** The log begins after this place, because older events were deleted. */
  start(place: Place): void;
  see(place: Place): void;
  findings(last: Place): readonly Found[];
  /** The latest checkpoint that fits. */
  latest(): Anchor | null;
};

type Seen = {
  readonly anchor: Anchor;
  state: 'NOT_SEEN' | 'FITS' | 'DIFFERS' | 'DELETED';
  /** The place that has the hash of the checkpoint. */
  foundAt: number | null;
};

export function createAnchorCheck(anchors: readonly Anchor[]): AnchorCheck {
  const all = anchors.map((anchor): Seen => ({ anchor, state: 'NOT_SEEN', foundAt: null }));

  function see({ sequence, head }: Place): void {
    for (const seen of all) {
      const isSame = head.equals(seen.anchor.head);
      if (isSame) seen.foundAt = sequence;
      if (sequence === seen.anchor.sequence) seen.state = isSame ? 'FITS' : 'DIFFERS';
    }
  }

  return {
    start(place) {
      for (const seen of all) if (seen.anchor.sequence < place.sequence) seen.state = 'DELETED';
      see(place);
    },
    see,
    findings: (last) => all.flatMap((seen) => findingsOf(seen, last)),
    latest() {
      const fitting = all.filter(({ state }) => state === 'FITS').map(({ anchor }) => anchor);
      return fitting.toSorted((one, other) => one.sequence - other.sequence).at(-1) ?? null;
    },
  };
}

function findingsOf({ anchor, state, foundAt }: Seen, last: Place): readonly Found[] {
  const { sequence } = anchor;
  const signed = `the checkpoint of ${anchor.time.toISOString()}`;
  if (state === 'FITS' || sequence === 0) return [];
  if (state === 'DELETED') {
    const message = `${signed} cannot be compared: its event ${sequence} was deleted because of its age`;
    return [{ check: 'completeness', result: 'UNKNOWN', message }];
  }
  if (foundAt !== null && foundAt < sequence) {
    const message = `${sequence - foundAt} missing before event ${foundAt + 1}: ${signed} counts ${sequence} events up to it`;
    return [{ check: 'completeness', result: 'FAILS', message }];
  }
  if (foundAt !== null) {
    const message = `${foundAt - sequence} inserted before event ${foundAt + 1}: ${signed} counts ${sequence} events up to it`;
    return [{ check: 'content', result: 'FAILS', message }];
  }
  if (last.sequence < sequence) {
    const message = `${eventRange(last.sequence + 1, sequence)}: missing, ${signed} shows them`;
    return [{ check: 'completeness', result: 'FAILS', message }];
  }
  if (state === 'NOT_SEEN') {
    const message = `event ${sequence}, which ${signed} shows, is missing`;
    return [{ check: 'completeness', result: 'FAILS', message }];
  }
  return [
    {
      check: 'content',
      result: 'FAILS',
      message: `events 1 to ${sequence} are not those of ${signed}: the log was written and sealed anew, or continued from an older state`,
    },
    { check: 'order', result: 'UNKNOWN', message: `cannot be shown before event ${sequence + 1}` },
    { check: 'completeness', result: 'UNKNOWN', message: `cannot be shown before event ${sequence + 1}` },
  ];
}
