import type { Environment } from '../environment.ts';
import type { KnownKeyCode, UnknownKeyCode } from '../verification-results.ts';

/** A key with the properties by which usage is added up. */
export type UsedKey = {
  readonly id: string;
  readonly organizationId: string;
  readonly environment: Environment;
};

/** Where and when a key was used. */
export type KeyUse = {
  readonly at: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
  /** The secret that was sent, if a rotation has replaced it. */
  readonly formerSecretId: string | null;
};

/** The number of each result; one that did not occur is missing. `last` is the last use that was allowed. */
export type KeyCounts = Partial<Record<KnownKeyCode, number>> & {
  readonly key: UsedKey;
  last: KeyUse | null;
  /** The last use that was allowed with a former secret. */
  lastOfFormerSecret: KeyUse | null;
};
/** The results that are counted for the service that asked, because the key is unknown. */
export type ServiceCounts = Record<UnknownKeyCode, number>;

/** The counts of one hour that are written together, by key and by service token. */
export type UsageGroup = {
  /** Whole hours since 1970. */
  readonly hour: number;
  readonly keys: Map<string, KeyCounts>;
  readonly services: Map<string, ServiceCounts>;
};

const hourMs = 3_600_000;

export function hourOf(at: Date): number {
  return Math.floor(at.getTime() / hourMs);
}

export function emptyGroup(hour: number): UsageGroup {
  return { hour, keys: new Map(), services: new Map() };
}

export function keyCounts({ keys }: UsageGroup, { id, organizationId, environment }: UsedKey): KeyCounts {
  return present(keys, id, () => ({
    key: { id, organizationId, environment },
    last: null,
    lastOfFormerSecret: null,
  }));
}

export function serviceCounts({ services }: UsageGroup, serviceTokenId: string): ServiceCounts {
  return present(services, serviceTokenId, () => ({ MALFORMED: 0, NOT_FOUND: 0 }));
}

/** Splits the group into two parts of equal size. Returns null if it has only one key or service token. */
export function halvesOf({ hour, keys, services }: UsageGroup): [UsageGroup, UsageGroup] | null {
  const halves: [UsageGroup, UsageGroup] = [emptyGroup(hour), emptyGroup(hour)];
  const size = keys.size + services.size;
  if (size < 2) return null;
  let position = 0;
  const next = () => halves[position++ < size / 2 ? 0 : 1];
  for (const [id, counts] of keys) next().keys.set(id, counts);
  for (const [id, counts] of services) next().services.set(id, counts);
  return halves;
}

export function present<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
