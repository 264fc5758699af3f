import type { SendOptions } from './graphql.ts';

export type RestAnswer = {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; null for an empty body. */
  readonly body: unknown;
};

export type RestRequest = SendOptions & {
  /** Sent as JSON; a string is sent unchanged. */
  readonly body?: unknown;
  readonly contentType?: string;
};

/** Sends a request to a REST address: `send(app.url, 'GET /v1/api-keys', { bearer })`. */
export async function sendRest(
  url: string,
  request: string,
  { bearer, organization, headers, body, contentType = 'application/json' }: RestRequest = {},
): Promise<RestAnswer> {
  const [method = '', path = ''] = request.split(' ', 2);
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': contentType }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...(organization !== undefined && { 'latchkey-organization': organization }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? null : JSON.parse(text),
  };
}
