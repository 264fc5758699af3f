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

export function setSessionCookie(reply: FastifyReply, publicUrl: URL, token: string, expires: Date): void {
  reply.setCookie(cookieName(publicUrl), token, { ...cookieOptions(publicUrl), expires });
}

export function clearSessionCookie(reply: FastifyReply, publicUrl: URL): void {
  reply.clearCookie(cookieName(publicUrl), cookieOptions(publicUrl));
}

/**
 * The session cookie, unless another site made the browser send it. Browsers say where a request
 * comes from in Sec-Fetch-Site, and in Origin on what is not a plain GET; SameSite alone would let
 * sibling subdomains and top-level navigations through.
 */
export function readSessionCookie(request: FastifyRequest, publicUrl: URL): string | undefined {
  return isFromElsewhere(request, publicUrl) ? undefined : request.cookies[cookieName(publicUrl)];
}

function isFromElsewhere({ headers }: FastifyRequest, publicUrl: URL): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return headers.origin !== undefined && headers.origin !== publicUrl.origin;
}
