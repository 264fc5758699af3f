import { createHash } from 'node:crypto';

/** The hash of a log without events. */
export const emptyHead = createHash('sha256').digest();

/**
 * Returns the hash of a log after one more event: of the hash before it and of the event's text. The first byte tells
 * the hash of an event from that of a log, as in RFC 6962.
 */
export function headAfter(head: Uint8Array, body: string): Buffer {
  const leaf = createHash('sha256').update('\0').update(body, 'utf8').digest();
  return createHash('sha256').update('\x01').update(head).update(leaf).digest();
}
