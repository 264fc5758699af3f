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

/**
 * Two zero bits and the 128 of a UUID, five a character. Not the library's, which took as long as the
 * rest of a verification's answer: five hexadecimal digits are four characters, after the first two.
 */
function base32Of(uuid: string): string {
  const hexadecimal = uuid.replaceAll('-', '');
  const first = Number.parseInt(hexadecimal.slice(0, 2), 16);
  let text = digits.charAt(first >> 5) + digits.charAt(first & 31);
  for (let start = 2; start < 32; start += 5) {
    const bits = Number.parseInt(hexadecimal.slice(start, start + 5), 16);
    text += digits.charAt(bits >> 15) + digits.charAt((bits >> 10) & 31);
    text += digits.charAt((bits >> 5) & 31) + digits.charAt(bits & 31);
  }
  return text;
}

/** The UUID behind an id, or null when it is not one of this kind: callers answer "not found". */
export function parseId(kind: IdKind, id: string): string | null {
  try {
    return TypeID.fromString(id, idPrefixes[kind]).toUUID();
  } catch {
    return null;
  }
}
