const version = 1;

/** Encodes a position in a list for callers: a UUIDv7 as opaque base64url with 23 characters. */
export function encodeCursor(uuid: string): string {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex');
  return Buffer.from([version, ...bytes]).toString('base64url');
}

/** Returns the UUIDv7 of a cursor from `encodeCursor`, or null for any other text. */
export function decodeCursor(text: string): string | null {
  if (!/^[\w-]{23}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  const uuid = uuidText(bytes.subarray(1));
  // Encoding it again also refuses another version, and spare bits at the end of the base64.
  return isUuidVersion7(uuid) && encodeCursor(uuid) === text ? uuid : null;
}

function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function isUuidVersion7(uuid: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid);
}
