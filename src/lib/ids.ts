import { TypeID } from 'typeid-js';

/**
 * The prefix of each kind of thing that has an id. GraphQL, REST and logs show the same string; PostgreSQL stores the
 * UUIDv7 inside it. The format is TypeID, version 0.3.
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
  event: 'evt',
} as const;

export type IdKind = keyof typeof idPrefixes;

/** Returns a new UUIDv7. Such ids sort by creation time, so lists are ordered by them. */
export function newUuid(): string {
  return new TypeID('').toUUID();
}

/** `('apiKey', '0190…-…')` → `key_01h455vb4pex5vsknk084sn02q` */
export function formatId(kind: IdKind, uuid: string): string {
  return `${idPrefixes[kind]}_${base32Of(uuid)}`;
}

const digits = '0123456789abcdefghjkmnpqrstvwxyz';
/** Every ten bits as two characters. */
const pairs = Array.from({ length: 1024 }, (_, bits) => digits.charAt(bits >> 5) + digits.charAt(bits & 31));

/**
 * Encodes two zero bits and the 128 bits of a UUID, ten bits at a time. The library's own function took as long as the
 * rest of a verification's answer.
 */
function base32Of(uuid: string): string {
  let text = '';
  let bits = 0;
  let count = 2;
  for (let position = 0; position < uuid.length; position++) {
    const code = uuid.charCodeAt(position);
    if (code === hyphen) continue;
    bits = (bits << 4) | (code > nine ? code - lettersBefore : code & 15);
    count += 4;
    if (count < 10) continue;
    count -= 10;
    text += pairs[bits >> count];
    bits &= (1 << count) - 1;
  }
  return text;
}

const hyphen = '-'.charCodeAt(0);
const nine = '9'.charCodeAt(0);
/** The letter `a` has the value 10. */
const lettersBefore = 'a'.charCodeAt(0) - 10;

/** Returns the UUID inside an id, or null if the text is not an id of this kind. Callers then answer "not found". */
export function parseId(kind: IdKind, id: string): string | null {
  try {
    return TypeID.fromString(id, idPrefixes[kind]).toUUID();
  } catch {
    return null;
  }
}

/** Returns the pattern of the ids of these kinds, for the documentation. `parseId` accepts exactly these texts. */
export function idPattern(...kinds: readonly IdKind[]): string {
  return `^(${kinds.map((kind) => idPrefixes[kind]).join('|')})_[0-7][${digits}]{25}$`;
}
/** Returns the UUID inside an id of any kind, or null if the text is no id. */
export function parseAnyId(id: string): string | null {
  for (const kind of idKinds) {
    const uuid = parseId(kind, id);
    if (uuid !== null) return uuid;
  }
  return null;
}

const idKinds = Object.keys(idPrefixes).filter((name): name is IdKind => Object.hasOwn(idPrefixes, name));
