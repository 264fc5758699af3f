import { BadInputError, KeyRevokedError, LatchkeyError } from './errors.ts';
import { errorFrom, post } from './send.ts';
import type { Connection } from './settings.ts';
import { numberOf, recordOf, textOf } from './values.ts';

export type ExchangeRequest = {
  /** `key_…`: the client id. */
  readonly keyId: string;
  readonly secret: string;
  readonly organizationId: string | undefined;
  /** Empty: all that the key holds. */
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
  // From before it was asked for, so that a slow answer never makes a token look younger than it is.
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
  const { access_token, expires_in, error, error_description, token_type } = recordOf(answer.body);
  if (answer.status !== 200) {
    const message = textOf(error_description) ?? textOf(recordOf(answer.body)['detail']);
    const code = textOf(error) ?? textOf(recordOf(answer.body)['code']);
    throw refusal(keyId, code, errorFrom(connection, recordOf(answer.body), answer, { code, message }));
  }
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

/** RFC 6749, section 2.3.1: user and password of Basic are form-encoded first. */
function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

function refusal(keyId: string, code: string | undefined, error: LatchkeyError): LatchkeyError {
  const { message, status, requestId } = error;
  if (code === 'invalid_client') {
    return new KeyRevokedError('KEY_REVOKED', `Latchkey refuses the key ${keyId}: ${message}`, {
      remedy: 'Create or rotate the key, and set LATCHKEY_API_KEY and LATCHKEY_API_SECRET anew.',
      status,
      requestId,
    });
  }
  if (code === 'invalid_scope' || code === 'invalid_request') {
    return new BadInputError(code, message, { status, requestId });
  }
  return error;
}
