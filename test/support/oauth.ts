import { decodeJwt, type JWTPayload } from 'jose';
import type { TestApp } from './app.ts';

type Key = { readonly id: string; readonly secret: string };

export type FormAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
};

/** Sends a form over HTTP, as it is written. */
export async function postForm(
  app: TestApp,
  path: string,
  form: string | Record<string, string>,
  headers: Record<string, string> = {},
): Promise<FormAnswer> {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  const contentType = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await fetch(`${app.url}${path}`, {
    method: 'POST',
    headers: { ...contentType, ...headers },
    body,
  });
  const answer: Record<string, unknown> = await response.json();
  return { status: response.status, headers: response.headers, body: answer };
}

/** Exchanges a key, with the secret in the body. */
export function exchange(
  app: TestApp,
  { id, secret }: Key,
  form: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<FormAnswer> {
  const client = { client_id: id, client_secret: secret };
  return postForm(app, '/oauth/token', { grant_type: 'client_credentials', ...client, ...form }, headers);
}

/** Returns the access token of an exchange that must succeed. */
export async function accessTokenOf(
  app: TestApp,
  key: Key,
  form: Record<string, string> = {},
): Promise<{ token: string; claims: JWTPayload; expiresIn: number }> {
  const { status, body } = await exchange(app, key, form);
  const { access_token: token, expires_in: expiresIn } = body;
  if (status !== 200 || typeof token !== 'string' || typeof expiresIn !== 'number') {
    throw new Error(`The exchange failed: ${JSON.stringify(body)}`);
  }
  return { token, claims: decodeJwt(token), expiresIn };
}

/** Writes HTTP Basic with both parts form-encoded, as RFC 6749 requires. Every byte is encoded. */
export function basic(user: string, password: string): Record<string, string> {
  const encode = (text: string) =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  return { authorization: `Basic ${Buffer.from(`${encode(user)}:${encode(password)}`).toString('base64')}` };
}

/** Returns the answer of `POST /v1/verify` for a key or a token. */
export async function verifyOverHttp(app: TestApp, service: string, request: object) {
  const response = await fetch(`${app.url}/v1/verify`, {
    method: 'POST',
    headers: { authorization: `Bearer ${service}`, 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  const body: Record<string, unknown> = await response.json();
  return { status: response.status, body };
}
