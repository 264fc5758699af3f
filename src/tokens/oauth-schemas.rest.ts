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

/** RFC 6749, section 5.1. */
export const tokenAnswerSchema = z
  .object({
    access_token: z.string().describe('A JWT, RFC 9068.'),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('Seconds from now.'),
    scope: z.string().optional().describe('Scopes with one space between them; absent when there are none.'),
  })
  .meta({ id: 'AccessToken' });

export type TokenAnswer = z.output<typeof tokenAnswerSchema>;

/** RFC 6749, section 5.2; the names beyond it are those of RFC 6750 and of section 4.1.2.1. */
export const oauthErrorSchema = z
  .object({
    error: z.enum([
      'invalid_request',
      'invalid_client',
      'invalid_scope',
      'unsupported_grant_type',
      'invalid_token',
      'insufficient_scope',
      'temporarily_unavailable',
      'server_error',
    ]),
    error_description: z.string(),
    reason: z
      .string()
      .optional()
      .describe(
        'With `invalid_client`, when id and secret were right: why the key is refused all the same, such as `REVOKED`, `EXPIRED` or `IP_NOT_ALLOWED`.',
      ),
  })
  .meta({ id: 'OAuthError' });

export type OAuthError = z.output<typeof oauthErrorSchema>;
