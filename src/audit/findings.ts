/** What an audit says of a log, each apart from the others. */
export const checks = ['content', 'order', 'completeness', 'time', 'signature'] as const;

export type Check = (typeof checks)[number];

/** Something that does not hold, or that cannot be shown. */
export type Finding = {
  readonly check: Check;
  readonly result: 'FAILS' | 'UNKNOWN';
  /** `org_…`. Null: the log of the installation. */
  readonly organizationId: string | null;
  readonly message: string;
};

/** How many events a finding names. */
const maxNamed = 5;

/** `[3, 4, 9]` → `events 3, 4 and 9`; a long list is cut. */
export function namedEvents(sequences: readonly number[]): string {
  const named = sequences.slice(0, maxNamed).map(String);
  const [only] = named;
  if (only !== undefined && sequences.length === 1) return `event ${only}`;
  const rest = sequences.length - named.length;
  const last = rest > 0 ? `${rest} more` : (named.pop() ?? '');
  return `events ${named.join(', ')} and ${last}`;
}

/** `(4, 9)` → `events 4 to 9`. */
export function eventRange(from: number, to: number): string {
  return from === to ? `event ${from}` : `events ${from} to ${to}`;
}
