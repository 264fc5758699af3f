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
  return `${idPrefixes[kind]}_${base32Of(uuid)}`;
}

const digits = '0123456789abcdefghjkmnpqrstvwxyz';
/** Each ten bits as two characters. */
const pairs = Array.from({ length: 1024 }, (_, bits) => digits.charAt(bits >> 5) + digits.charAt(bits & 31));

/**
 * Two zero bits and the 128 of a UUID, ten at a time. Not the library's, which took as long as the rest
 * of a verification's answer.
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
/** `a` is 10. */
const lettersBefore = 'a'.charCodeAt(0) - 10;

/** The UUID behind an id, or null when it is not one of this kind: callers answer "not found". */
export function parseId(kind: IdKind, id: string): string | null {
  try {
    return TypeID.fromString(id, idPrefixes[kind]).toUUID();
  } catch {
    return null;
  }
}
