import { z } from 'zod';

const text = z.string().optional();

/** How a client names and proves itself in the body (RFC 6749, section 2.3.1), if not by HTTP Basic. */
const clientShape = {
  client_id: text,
  client_secret: text,
  /** Recognised only to be refused beside another way of authentication. */
  client_assertion: text,
  /** `org_…`: when given, it must be the key's organization. */
  organization_id: text,
};

/** The form of `POST /oauth/token`; other parameters are ignored, as section 3.2 demands. */
export const tokenFormSchema = z.object({ grant_type: z.string('required'), scope: text, ...clientShape });

/** The form of `POST /oauth/introspect` (RFC 7662, section 2.1). */
export const introspectionFormSchema = z.object({
  token: z.string('required'),
  token_type_hint: text,
  ...clientShape,
});

export type ClientForm = z.output<z.ZodObject<typeof clientShape>>;

const unixSeconds = { type: 'integer', description: 'Unix time in seconds.' };
const scope = {
  type: 'string',
  description: 'Scopes with one space between them; absent when there are none.',
};

/** RFC 6749, section 5.1. */
export const tokenAnswerSchema = {
  type: 'object',
  required: ['access_token', 'token_type', 'expires_in'],
  properties: {
    access_token: { type: 'string', description: 'A JWT, RFC 9068.' },
    token_type: { type: 'string', enum: ['Bearer'] },
    expires_in: { type: 'integer', description: 'Seconds from now.' },
    scope,
  },
} as const;

/** RFC 7662, section 2.2. */
export const introspectionAnswerSchema = {
  type: 'object',
  required: ['active'],
  properties: {
    active: { type: 'boolean', description: 'When false, the only member.' },
    scope,
    client_id: { type: 'string', description: 'The id of the key.' },
    token_type: { type: 'string', enum: ['Bearer'] },
    exp: unixSeconds,
    iat: unixSeconds,
    sub: { type: 'string', description: 'The id of the key.' },
    aud: { type: 'string' },
    iss: { type: 'string' },
    jti: { type: 'string' },
    org_id: { type: 'string', description: 'The id of the organization.' },
    environment: { type: 'string', enum: ['test', 'live'] },
  },
} as const;

/** RFC 6749, section 5.2; the names beyond it are those of RFC 6750 and of section 4.1.2.1. */
export const oauthErrorSchema = {
  type: 'object',
  required: ['error', 'error_description'],
  properties: {
    error: {
      type: 'string',
      enum: [
        'invalid_request',
        'invalid_client',
        'invalid_scope',
        'unsupported_grant_type',
        'invalid_token',
        'insufficient_scope',
        'temporarily_unavailable',
        'server_error',
      ],
    },
    error_description: { type: 'string' },
  },
} as const;
