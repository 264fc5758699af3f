import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../errors.ts';

/**
 * Refuses a compressed body. Bodies are small here, and a small compressed body can expand to a huge one. Without this
 * check it would be refused as invalid JSON, which would not help the caller.
 */
export function refuseCompressedBody(headers: IncomingHttpHeaders): void {
  const coding = headers['content-encoding'];
  if (coding === undefined || /^(identity)?$/i.test(coding.trim()) || !hasBody(headers)) return;
  throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'The body is compressed.', {
    remedy: 'Send the body without compression and without Content-Encoding.',
  });
}

/** The only charset of JSON (RFC 8259, section 8.1), which has two usual names. */
const utf8 = /^utf-?8$/i;

/** Refuses a body that is declared in another charset. Read as UTF-8, its text would be broken. */
export function refuseOtherCharset(headers: IncomingHttpHeaders): void {
  const parameters = (headers['content-type'] ?? '').matchAll(/;\s*charset\s*=\s*"?([^\s;"]*)/gi);
  if ([...parameters].every(([, charset = '']) => utf8.test(charset)) || !hasBody(headers)) return;
  throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'The body is not sent in UTF-8.', {
    remedy: 'Send the body in UTF-8. Content-Type needs no charset.',
  });
}

export function hasBody(headers: IncomingHttpHeaders): boolean {
  return (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined;
}
