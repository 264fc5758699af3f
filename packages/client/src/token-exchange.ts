import { BadInputError, KeyRevokedError, LatchkeyError, UnauthenticatedError } from './errors.ts';
import { type Answer, errorFrom, post } from './send.ts';
import type { Connection } from './settings.ts';
import { numberOf, recordOf, textOf } from './values.ts';

export type ExchangeRequest = {
  /** `key_…`, which is the client id. */
  readonly keyId: string;
  readonly secret: string;
  readonly organizationId: string | undefined;
  /** Empty: all scopes of the key. */
  readonly scopes: readonly string[];
};

export type AccessToken = {
  readonly value: string;
  /** In milliseconds of Unix time. */
  readonly obtainedAt: number;
  readonly expiresAt: number;
};

/** `POST /oauth/token`: OAuth 2.0 client credentials (RFC 6749, section 4.4), authenticated by Basic. */
export async function exchange(
  connection: Connection,
  { keyId, secret, organizationId, scopes }: ExchangeRequest,
  signal: AbortSignal,
): Promise<AccessToken> {
  // Read before the request, so that a slow answer never makes a token look newer than it is.
  const obtainedAt = Date.now();
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  if (organizationId !== undefined) body.set('organization_id', organizationId);
  if (scopes.length > 0) body.set('scope', scopes.join(' '));
  const answer = await post(connection, 'oauth/token', {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${btoa(`${formEncoded(keyId)}:${formEncoded(secret)}`)}`,
    },
    body: body.toString(),
    signal,
  });
  if (answer.status !== 200) throw refusalOf(connection, keyId, answer);
  const { access_token, expires_in, token_type } = recordOf(answer.body);
  const value = textOf(access_token);
  const lifetimeSeconds = numberOf(expires_in);
  if (
    value === undefined ||
    lifetimeSeconds === undefined ||
    textOf(token_type)?.toLowerCase() !== 'bearer'
  ) {
    throw new LatchkeyError(
      'UNEXPECTED_ANSWER',
      `${connection.url.origin} did not answer with a bearer token`,
    );
  }
  return { value, obtainedAt, expiresAt: obtainedAt + lifetimeSeconds * 1000 };
}

/** RFC 6749, section 2.3.1: user and password are form-encoded before Basic encodes them. */
function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

/** Latchkey's own reasons for a refused key, beside OAuth's `invalid_client`. */
const causes: Readonly<Record<string, { readonly code: string; readonly remedy: string }>> = {
  EXPIRED: { code: 'KEY_EXPIRED', remedy: 'Extend the key, or create a new one.' },
  SUSPENDED: { code: 'KEY_SUSPENDED', remedy: 'Resume the key.' },
  IP_NOT_ALLOWED: {
    code: 'IP_NOT_ALLOWED',
    remedy: 'Add the address of this machine to the allow-list of the key.',
  },
};
const unknownCause = {
  code: 'INVALID_CLIENT',
  remedy: 'Set LATCHKEY_API_KEY and LATCHKEY_API_SECRET to the id and the secret of one key.',
};

function refusalOf(connection: Connection, keyId: string, answer: Answer): LatchkeyError {
  const body = recordOf(answer.body);
  const code = textOf(body['error']) ?? textOf(body['code']);
  const message = textOf(body['error_description']) ?? textOf(body['detail']);
  const error = errorFrom(connection, body, answer, { code, message });
  const { status, requestId } = error;
  if (code === 'invalid_client') return keyRefused(keyId, textOf(body['reason']), error);
  if (code === 'invalid_scope' || code === 'invalid_request') {
    return new BadInputError(code, error.message, { status, requestId });
  }
  return error;
}

function keyRefused(keyId: string, reason: string | undefined, error: LatchkeyError): UnauthenticatedError {
  const { status, requestId } = error;
  const message = `Latchkey refuses the key ${keyId}: ${error.message}`;
  if (reason === 'REVOKED') {
    const remedy = 'Create a new key, and set LATCHKEY_API_KEY and LATCHKEY_API_SECRET anew.';
    return new KeyRevokedError('KEY_REVOKED', message, { remedy, status, requestId });
  }
  const { code, remedy } = causes[reason ?? ''] ?? unknownCause;
  return new UnauthenticatedError(code, message, { remedy, status, requestId });
}
