/** Every response header that has a meaning for the caller. */
export const headers = {
  'X-Request-Id': {
    description: 'The id of this request in the logs.',
    schema: { type: 'string' },
    example: '01980f3e-7c1b-7a54-9a51-5d3f7e0c2b11',
  },
  'X-RateLimit-Limit': {
    description: 'The number of requests that the key may make in the window that is nearest to its limit.',
    schema: { type: 'integer' },
    example: 10000,
  },
  'X-RateLimit-Remaining': {
    description: 'The number of requests that remain in that window.',
    schema: { type: 'integer' },
    example: 9847,
  },
  'X-RateLimit-Reset': {
    description: 'When the next window begins, in Unix seconds.',
    schema: { type: 'integer' },
    example: 1760439600,
  },
  'RateLimit-Policy': {
    description: 'The key’s limits (draft-ietf-httpapi-ratelimit-headers-10): `q` requests in `w` seconds.',
    schema: { type: 'string' },
    example: '"minute";q=500;w=60, "hour";q=10000;w=3600',
  },
  RateLimit: {
    description: 'What remains of each limit: `r` requests for the next `t` seconds.',
    schema: { type: 'string' },
    example: '"minute";r=499;t=12, "hour";r=9847;t=1812',
  },
  'Retry-After': {
    description: 'How many seconds to wait before trying again.',
    schema: { type: 'integer' },
    example: 30,
  },
  'WWW-Authenticate': {
    description:
      'The kind of credential that is required, and the problem with the one that was sent (RFC 6750).',
    schema: { type: 'string' },
    example: 'Bearer error="invalid_token"',
  },
  Allow: {
    description: 'The methods that the address serves.',
    schema: { type: 'string' },
    example: 'GET, HEAD',
  },
  Location: {
    description: 'The address of the new key.',
    schema: { type: 'string', format: 'uri-reference' },
    example: '/v1/api-keys/key_01h455vb4pex5vsknk084sn02q',
  },
  'Idempotency-Replayed': {
    description: '`true`: this request was done before and changed nothing now.',
    schema: { type: 'string', const: 'true' },
    example: 'true',
  },
  'Accept-Encoding': {
    description: 'The content codings that are accepted for a body: only `identity`, which means none.',
    schema: { type: 'string', const: 'identity' },
    example: 'identity',
  },
} as const;

export type HeaderName = keyof typeof headers;

export const rateLimitHeaderNames = [
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'RateLimit-Policy',
  'RateLimit',
] as const satisfies readonly HeaderName[];
