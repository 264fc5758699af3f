import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../errors.ts';

/**
 * Refuses a body that is compressed. Bodies here are small, and a small compressed body can become a huge
 * one; read as it is, it would only be called broken JSON.
 */
export function refuseCompressedBody(headers: IncomingHttpHeaders): void {
  const coding = headers['content-encoding'];
  if (coding === undefined || /^(identity)?$/i.test(coding.trim()) || !hasBody(headers)) return;
  throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'The body is compressed.', {
    remedy: 'Send the body as it is, without Content-Encoding.',
  });
}

export function hasBody(headers: IncomingHttpHeaders): boolean {
  return (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined;
}
