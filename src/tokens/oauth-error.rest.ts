import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refusalHeaders } from '../access/refusal-headers.ts';
import { refusalOf } from '../access/refusal-of.ts';
import { type ErrorCode, errors, type Refusal } from '../errors.ts';
import type { ErrorForm } from '../http/endpoint.ts';
import { Outcome } from '../outcomes.ts';
import { formMediaType } from './oauth-form.rest.ts';
import { InvalidClient } from './tokens.errors.ts';

/** RFC 6749, section 5.2. The other names come from its section 4.1.2.1 and from RFC 6750. */
const oauthErrorSchema = z
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
        'Only with `invalid_client`, and only if id and secret were right: why the key is refused, such as `REVOKED`, `EXPIRED` or `IP_NOT_ALLOWED`.',
      ),
  })
  .meta({ id: 'OAuthError' });

type OAuthError = z.output<typeof oauthErrorSchema>;

const realm = 'realm="Latchkey"';

/** The two ways to authenticate at these addresses, for a client that used neither. */
const challenges = { basic: `Basic ${realm}, charset="UTF-8"`, bearer: `Bearer ${realm}` };

/** Renders a thrown error in OAuth's form (RFC 6749, section 5.2), from the common error table. */
export function sendOAuthError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = error instanceof Outcome ? error : refusalOf(error, request.log);
  reply.headers(noStore).headers(headersOf(known, request));
  return reply
    .code(oauthStatus(known.code))
    .type('application/json')
    .send({ error: oauthName(known.code), error_description: describe(known), reason: reasonOf(known) });
}

/** For programs, because RFC 6749 has only one name for all refused keys. */
function reasonOf(error: Refusal | Outcome): string | undefined {
  return error instanceof InvalidClient ? error.reason : undefined;
}

/** Credentials, and answers about them, must not be cached. */
export const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' };

function headersOf(error: Refusal | Outcome, request: FastifyRequest): Record<string, string | string[]> {
  if (!(error instanceof Outcome)) return refusalHeaders(error, request);
  if (error.code !== 'INVALID_CLIENT') return {};
  const takesBearer = request.routeOptions.url === '/oauth/introspect';
  const offered = takesBearer ? [challenges.basic, challenges.bearer] : [challenges.basic];
  return { 'www-authenticate': request.headers.authorization === undefined ? offered : challenges.basic };
}

/** Documents the same error table. */
export const oauthErrorForm: ErrorForm = {
  name: 'oauth',
  mediaType: 'application/json',
  schema: oauthErrorSchema,
  statusOf: oauthStatus,
  exampleOf: (code) => ({
    error: oauthName(code),
    error_description: `${errors[code].title}. ${errors[code].remedy}`,
  }),
};

/** RFC 6749, section 5.2, answers a body of another media type as any malformed request. */
function oauthStatus(code: ErrorCode): number {
  return code === 'UNSUPPORTED_MEDIA_TYPE' ? errors.BAD_USER_INPUT.status : errors[code].status;
}

function oauthName(code: ErrorCode): OAuthError['error'] {
  switch (code) {
    case 'INVALID_CLIENT':
      return 'invalid_client';
    case 'INVALID_SCOPE':
      return 'invalid_scope';
    case 'UNSUPPORTED_GRANT_TYPE':
      return 'unsupported_grant_type';
    case 'UNAUTHENTICATED':
      return 'invalid_token';
    case 'FORBIDDEN':
      return 'insufficient_scope';
    case 'RATE_LIMITED':
    case 'SERVICE_UNAVAILABLE':
      return 'temporarily_unavailable';
    case 'INTERNAL_SERVER_ERROR':
      return 'server_error';
    default:
      return 'invalid_request';
  }
}

/**
 * Writes the description with the characters that section 5.2 allows: printable ASCII without quotation mark and
 * backslash.
 */
function describe(error: Refusal | Outcome): string {
  const { code, message, remedy } = error;
  // The table's remedy says JSON, but these endpoints take forms.
  const isOfTable = remedy === errors[code].remedy;
  const wanted =
    code === 'UNSUPPORTED_MEDIA_TYPE' && isOfTable ? `Send the body as '${formMediaType}'.` : remedy;
  return `${message.replace(/(?<![.!?])$/, '.')} ${wanted}`
    .replaceAll(/["’]/g, "'")
    .replaceAll('…', '...')
    .replaceAll(/[^\x20-\x7e]|\\/g, '?');
}
