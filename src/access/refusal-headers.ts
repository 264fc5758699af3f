import type { Refusal, RefusalCode } from '../errors.ts';

type FailedRequest = { readonly headers: { readonly authorization?: string | undefined } };

/** Returns the headers of a refusal. They do not depend on the form of its body. */
export function refusalHeaders(
  { code, details: { retryAfterSeconds, scope } }: Refusal,
  { headers }: FailedRequest,
): Record<string, string> {
  const wanted = challenge(code, isBearer(headers.authorization), scope);
  return {
    ...(wanted !== null && { 'www-authenticate': wanted }),
    // RFC 9110, section 15.5.16: the accepted content codings.
    ...(code === 'UNSUPPORTED_MEDIA_TYPE' && { 'accept-encoding': 'identity' }),
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
  };
}

/** With another scheme, such as Basic, no bearer token was sent. */
function isBearer(authorization: string | undefined): boolean {
  return authorization !== undefined && /^bearer(?: |$)/i.test(authorization);
}

/**
 * RFC 6750, section 3: no error code if no bearer token was sent, `invalid_token` for a token that is not valid, and
 * `insufficient_scope` for a token without the permission.
 */
function challenge(code: RefusalCode, sentToken: boolean, scope: string | undefined): string | null {
  if (code === 'UNAUTHENTICATED') return sentToken ? 'Bearer error="invalid_token"' : 'Bearer';
  if (code !== 'FORBIDDEN' || !sentToken) return null;
  return `Bearer error="insufficient_scope"${scope === undefined ? '' : `, scope="${scope}"`}`;
}
