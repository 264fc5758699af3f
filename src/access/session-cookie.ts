import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * With the prefix `__Host-`, browsers accept the cookie only with Secure, for this host alone and with the path `/`
 * (RFC 6265bis, section 4.1.3.2). Without TLS, in development, browsers would refuse it.
 */
function cookieName(publicUrl: URL): string {
  return publicUrl.protocol === 'https:' ? '__Host-latchkey_session' : 'latchkey_session';
}

function cookieOptions(publicUrl: URL): CookieSerializeOptions {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: publicUrl.protocol === 'https:' };
}

/**
 * Sets no cookie for a page of another site. A form of that page could otherwise sign its visitors in to the
 * attacker's account and later read what they enter there.
 */
export function setSessionCookie(reply: FastifyReply, publicUrl: URL, token: string, expires: Date): void {
  if (isFromElsewhere(reply.request, publicUrl)) warnOfOtherAddress(reply.request, publicUrl);
  else reply.setCookie(cookieName(publicUrl), token, { ...cookieOptions(publicUrl), expires });
}

export function clearSessionCookie(reply: FastifyReply, publicUrl: URL): void {
  reply.clearCookie(cookieName(publicUrl), cookieOptions(publicUrl));
}

/**
 * Returns the session cookie, unless another site made the browser send it. SameSite alone would allow sibling
 * subdomains and top-level navigations.
 */
export function readSessionCookie(request: FastifyRequest, publicUrl: URL): string | undefined {
  const cookie = request.cookies[cookieName(publicUrl)];
  if (!isFromElsewhere(request, publicUrl)) return cookie;
  if (cookie !== undefined) warnOfOtherAddress(request, publicUrl);
  return undefined;
}

/** This is seldom an attack: usually people reach Latchkey by an address that is not configured. */
function warnOfOtherAddress({ headers, log }: FastifyRequest, publicUrl: URL): void {
  // If this header is present, the browser itself compared the addresses.
  if (headers['sec-fetch-site'] !== undefined) return;
  log.warn(
    { pageOrigin: headers.origin, publicUrl: publicUrl.origin },
    'A session cookie was refused, because the page and LATCHKEY_PUBLIC_URL have different addresses; if people reach Latchkey at the page’s address, set LATCHKEY_PUBLIC_URL to it',
  );
}

/**
 * Browsers name the origin of a request in Sec-Fetch-Site, which no page can set. Old browsers, and pages without TLS,
 * send Origin instead, except for plain GET requests. Programs send neither.
 */
function isFromElsewhere({ headers }: FastifyRequest, publicUrl: URL): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return headers.origin !== undefined && headers.origin !== publicUrl.origin;
}
