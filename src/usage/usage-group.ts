const unknownKeyCodes = ['MALFORMED', 'NOT_FOUND'] as const;
const knownKeyCodes = [
  'VALID',
  'REVOKED',
  'EXPIRED',
  'WRONG_ENVIRONMENT',
  'INSUFFICIENT_SCOPES',
  'IP_NOT_ALLOWED',
  'RATE_LIMITED',
] as const;

export type UnknownKeyCode = (typeof unknownKeyCodes)[number];
export type KnownKeyCode = (typeof knownKeyCodes)[number];

/** Where and when a key was used. */
export type KeyUse = {
  readonly at: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
};

type KeyCounts = Record<KnownKeyCode, number> & { last: KeyUse | null };
type ServiceCounts = Record<UnknownKeyCode, number>;

/** Counts that are written together, by hour (milliseconds) and then by key or service token. */
export type UsageGroup = {
  readonly keys: Map<number, Map<string, KeyCounts>>;
  readonly services: Map<number, Map<string, ServiceCounts>>;
};

const hourMs = 3_600_000;

export function emptyGroup(): UsageGroup {
  return { keys: new Map(), services: new Map() };
}

export function isEmpty({ keys, services }: UsageGroup): boolean {
  return keys.size === 0 && services.size === 0;
}

export function keyCounts({ keys }: UsageGroup, apiKeyId: string, at: Date): KeyCounts {
  return countsOf(keys, apiKeyId, at, () => ({ ...zeroes(knownKeyCodes), last: null }));
}

export function serviceCounts({ services }: UsageGroup, serviceTokenId: string, at: Date): ServiceCounts {
  return countsOf(services, serviceTokenId, at, () => zeroes(unknownKeyCodes));
}

function countsOf<Counts>(
  hours: Map<number, Map<string, Counts>>,
  id: string,
  at: Date,
  none: () => Counts,
): Counts {
  const hour = Math.floor(at.getTime() / hourMs) * hourMs;
  const ids = present(hours, hour, () => new Map<string, Counts>());
  return present(ids, id, none);
}

function present<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
