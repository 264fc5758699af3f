import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * `__Host-` makes browsers insist on Secure, on this host alone and on the path `/`
 * (RFC 6265bis, section 4.1.3.2). Without TLS, in development, a browser would refuse it.
 */
function cookieName(publicUrl: URL): string {
  return publicUrl.protocol === 'https:' ? '__Host-latchkey_session' : 'latchkey_session';
}

function cookieOptions(publicUrl: URL): CookieSerializeOptions {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: publicUrl.protocol === 'https:' };
}

/**
 * Not for another site's page: a form of it could otherwise sign its visitors in to an account of
 * its own, and see what they then enter.
 */
export function setSessionCookie(reply: FastifyReply, publicUrl: URL, token: string, expires: Date): void {
  if (isFromElsewhere(reply.request, publicUrl)) warnOfOtherAddress(reply.request, publicUrl);
  else reply.setCookie(cookieName(publicUrl), token, { ...cookieOptions(publicUrl), expires });
}

export function clearSessionCookie(reply: FastifyReply, publicUrl: URL): void {
  reply.clearCookie(cookieName(publicUrl), cookieOptions(publicUrl));
}

/**
 * The session cookie, unless another site made the browser send it; SameSite alone would let sibling
 * subdomains and top-level navigations through.
 */
export function readSessionCookie(request: FastifyRequest, publicUrl: URL): string | undefined {
  const cookie = request.cookies[cookieName(publicUrl)];
  if (!isFromElsewhere(request, publicUrl)) return cookie;
  if (cookie !== undefined) warnOfOtherAddress(request, publicUrl);
  return undefined;
}

/** Most often it is no attack: people reach Latchkey by an address that it does not know of. */
function warnOfOtherAddress({ headers, log }: FastifyRequest, publicUrl: URL): void {
  // With this header the browser itself has compared the addresses.
  if (headers['sec-fetch-site'] !== undefined) return;
  log.warn(
    { pageOrigin: headers.origin, publicUrl: publicUrl.origin },
    'A session cookie was refused, because the page has another address than Latchkey; if people reach Latchkey there, set LATCHKEY_PUBLIC_URL to it',
  );
}

/**
 * Browsers say where a request comes from in Sec-Fetch-Site, which no page can set. Where that is
 * missing (old ones, or no TLS), Origin does on what is not a plain GET. Programs send neither.
 */
function isFromElsewhere({ headers }: FastifyRequest, publicUrl: URL): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return headers.origin !== undefined && headers.origin !== publicUrl.origin;
}
