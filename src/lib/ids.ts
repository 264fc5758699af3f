import { TypeID } from 'typeid-js';

/**
 * Every kind of thing that has an id, by its prefix. The same string stands in GraphQL, REST and
 * logs; PostgreSQL stores the UUIDv7 behind it. Format: the TypeID specification, version 0.3.
 */
export const idPrefixes = {
  organization: 'org',
  user: 'usr',
  member: 'mem',
  invitation: 'inv',
  session: 'ses',
  serviceToken: 'svc',
  apiKey: 'key',
  exposure: 'exp',
} as const;

export type IdKind = keyof typeof idPrefixes;

/** A new UUIDv7: ids sort by the time they were made, so they also serve as the order of lists. */
export function newUuid(): string {
  return new TypeID('').toUUID();
}

/** `('apiKey', '0190…-…')` → `key_01h455vb4pex5vsknk084sn02q` */
export function formatId(kind: IdKind, uuid: string): string {
  return TypeID.fromUUID(idPrefixes[kind], uuid).toString();
}

/** The UUID behind an id, or null when it is not one of this kind: callers answer "not found". */
export function parseId(kind: IdKind, id: string): string | null {
  try {
    return TypeID.fromString(id, idPrefixes[kind]).toUUID();
  } catch {
    return null;
  }
}
