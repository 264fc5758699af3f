import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isAddressAllowed, normalizeAddress } from '../lib/address-ranges.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller's address in canonical form, or null if unknown. */
    readonly callerAddress: string | null;
  }
}

/** LATCHKEY_TRUST_PROXY: the number of proxies, or their ranges. Some ranges have a name. */
export type TrustedProxies = false | number | readonly string[];

const namedRanges: ReadonlyMap<string, readonly string[]> = new Map([
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['linklocal', ['169.254.0.0/16', 'fe80::/10']],
  ['uniquelocal', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
]);

/** Gives every request its `callerAddress`. */
export function addCallerAddress(app: FastifyInstance, trusted: TrustedProxies): void {
  const isTrusted = trustOf(trusted);
  app.decorateRequest('callerAddress', {
    getter(this: FastifyRequest) {
      return callerAddress(this.raw, isTrusted);
    },
  });
}

type IsTrusted = (address: string | null, hop: number) => boolean;

function trustOf(trusted: TrustedProxies): IsTrusted {
  if (trusted === false) return () => false;
  if (typeof trusted === 'number') return (_address, hop) => hop < trusted;
  const ranges = trusted.flatMap((range) => namedRanges.get(range) ?? [range]);
  return (address) => ranges.length > 0 && isAddressAllowed(address, ranges);
}

/**
 * Returns the nearest address that is not a trusted proxy. Each proxy adds the address that it saw to the end of
 * X-Forwarded-For, so the entries before the first untrusted sender can be forged.
 */
function callerAddress(
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  isTrusted: IsTrusted,
): string | null {
  const senders = [request.socket.remoteAddress ?? '', ...forwardedAddresses(request)];
  const last = senders.length - 1;
  const hop = senders.findIndex(
    (sender, index) => index === last || !isTrusted(normalizeAddress(sender), index),
  );
  return normalizeAddress(senders[hop] ?? '');
}

/** Returns the nearest address first. A header without addresses means that the proxy did not know the caller. */
function forwardedAddresses({ headers }: Pick<IncomingMessage, 'headers'>): string[] {
  const header = headers['x-forwarded-for'];
  if (header === undefined) return [];
  const entries = [header].flat().flatMap((line) => line.split(','));
  const written = entries.filter((entry) => entry.trim() !== '');
  return written.length === 0 ? [''] : written.toReversed();
}
