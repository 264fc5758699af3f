import type { Refusal, RefusalCode } from '../errors.ts';

type FailedRequest = { readonly headers: { readonly authorization?: string | undefined } };

/** What a refusal says in headers, whatever the form of its body. */
export function refusalHeaders(
  { code, details: { retryAfterSeconds, scope } }: Refusal,
  { headers }: FailedRequest,
): Record<string, string> {
  const wanted = challenge(code, isBearer(headers.authorization), scope);
  return {
    ...(wanted !== null && { 'www-authenticate': wanted }),
    // RFC 9110, section 15.5.16: which codings of a body are taken.
    ...(code === 'UNSUPPORTED_MEDIA_TYPE' && { 'accept-encoding': 'identity' }),
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
  };
}

/** Any other scheme, such as Basic, is none that we know: then no token was presented, and none was wrong. */
function isBearer(authorization: string | undefined): boolean {
  return authorization !== undefined && /^bearer(?: |$)/i.test(authorization);
}

/**
 * RFC 6750, section 3: no error code when no bearer token was sent, `invalid_token` for one that is not
 * good, `insufficient_scope` for one that may not do this.
 */
function challenge(code: RefusalCode, sentToken: boolean, scope: string | undefined): string | null {
  if (code === 'UNAUTHENTICATED') return sentToken ? 'Bearer error="invalid_token"' : 'Bearer';
  if (code !== 'FORBIDDEN' || !sentToken) return null;
  return `Bearer error="insufficient_scope"${scope === undefined ? '' : `, scope="${scope}"`}`;
}
