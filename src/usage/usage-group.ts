const noKnownKeys = {
  VALID: 0,
  REVOKED: 0,
  EXPIRED: 0,
  WRONG_ENVIRONMENT: 0,
  INSUFFICIENT_SCOPES: 0,
  IP_NOT_ALLOWED: 0,
  RATE_LIMITED: 0,
};
const noUnknownKeys = { MALFORMED: 0, NOT_FOUND: 0 };

/** The results that count for the key. */
export type KnownKeyCode = keyof typeof noKnownKeys;
/** The results that count for the service that asked. */
export type UnknownKeyCode = keyof typeof noUnknownKeys;

/** Where and when a key was used. */
export type KeyUse = {
  readonly at: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
};

/** `last`: the last use that was allowed. */
export type KeyCounts = typeof noKnownKeys & { last: KeyUse | null };
export type ServiceCounts = typeof noUnknownKeys;

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

/** How many rows of keys it will be. */
export function keysOf({ keys }: UsageGroup): number {
  let count = 0;
  for (const ids of keys.values()) count += ids.size;
  return count;
}

export function keyCounts({ keys }: UsageGroup, apiKeyId: string, at: Date): KeyCounts {
  return countsOf(keys, apiKeyId, at, () => ({ ...noKnownKeys, last: null }));
}

export function serviceCounts({ services }: UsageGroup, serviceTokenId: string, at: Date): ServiceCounts {
  return countsOf(services, serviceTokenId, at, () => ({ ...noUnknownKeys }));
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
