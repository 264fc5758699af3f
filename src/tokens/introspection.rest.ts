import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { authenticateRequest } from '../access/authenticate-request.ts';
import { authenticateServiceToken } from '../access/authenticate-service-token.ts';
import { authorizeService } from '../access/authorize.ts';
import type { Services } from '../access/context.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { parseInput } from '../input.ts';
import { verifyApiKey } from '../verification/verify-api-key.ts';
import { authenticateClient, type ClientCredentials, isKey } from './authenticate-client.ts';
import { introspect, introspectionSchema } from './introspect.ts';
import { oauthRoute } from './oauth.rest.ts';
import {
  type ClientForm,
  clientCredentials,
  clientShape,
  exampleClient,
  originOf,
  requireOneWay,
} from './oauth-client.rest.ts';
import { oauthErrorForm } from './oauth-error.rest.ts';
import { formMediaType, formOf } from './oauth-form.rest.ts';
import { InvalidClient } from './tokens.errors.ts';

/** The form of `POST /oauth/introspect` (RFC 7662, section 2.1). */
const introspectionFormSchema = z.object({
  token: z.string('required'),
  token_type_hint: z.string().optional(),
  ...clientShape,
});

export const introspectEndpoint: Endpoint = {
  method: 'POST',
  path: '/oauth/introspect',
  operationId: 'introspectToken',
  tag: 'Access tokens',
  summary: 'Check an access token',
  description:
    'RFC 7662. The answer comes from the database, so that the tokens of a revoked key are inactive at once. Two kinds of callers are allowed: a service token with `VERIFY_API_KEYS`, sent as a bearer token or as the client secret with any client id; and a key, for its own tokens.',
  security: ['bearer', 'basic'],
  body: {
    mediaType: formMediaType,
    schema: introspectionFormSchema,
    examples: { inBody: { token: exampleClient.token } },
  },
  answers: {
    200: {
      description: 'The state of the token.',
      content: {
        schema: introspectionSchema,
        examples: {
          active: {
            active: true,
            scope: 'invoices:read',
            client_id: exampleClient.keyId,
            token_type: 'Bearer',
            exp: 1_760_438_700,
            iat: 1_760_437_800,
            sub: exampleClient.keyId,
            aud: exampleClient.issuer,
            iss: exampleClient.issuer,
            jti: '01980f3e-7c1b-7a54-9a51-5d3f7e0c2b11',
            org_id: exampleClient.organizationId,
            environment: 'live',
          },
          inactive: { active: false },
        },
      },
    },
  },
  errors: [
    'BAD_USER_INPUT',
    'INVALID_CLIENT',
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'PAYLOAD_TOO_LARGE',
    'RATE_LIMITED',
  ],
  errorForm: oauthErrorForm,
};

/** Serves `POST /oauth/introspect`. */
export function introspectionRoute(services: Services) {
  return oauthRoute(introspectEndpoint, async (request) => {
    const form = parseInput(introspectionFormSchema, formOf(request), '');
    const of = await introspectsOnly(services, request, form);
    return introspect(services, form.token, of);
  });
}

/**
 * Returns null for a service, which may check the tokens of every key, or else the only key whose tokens the client
 * may check.
 */
async function introspectsOnly(
  services: Services,
  request: FastifyRequest,
  form: ClientForm,
): Promise<string | null> {
  const { authorization } = request.headers;
  requireOneWay(authorization, form);
  if (/^Bearer /i.test(authorization ?? '')) {
    const { actor } = await authenticateRequest(services, request);
    authorizeService(actor, verifyApiKey.permission);
    return null;
  }
  const credentials = clientCredentials(authorization, form);
  if (!isKey(services, credentials.clientSecret)) return introspectsAsService(services, request, credentials);
  const key = await authenticateClient(services, credentials, originOf(request));
  return key.keyId;
}

/** Most libraries send a client id and secret here, and cannot send a bearer token. */
async function introspectsAsService(
  services: Services,
  { callerAddress: address }: FastifyRequest,
  { clientSecret: token }: ClientCredentials,
): Promise<null> {
  const actor = await authenticateServiceToken(services, { token, address, organizationId: null });
  if (actor === null) {
    throw new InvalidClient('The client secret is neither the secret of a key nor a valid service token.');
  }
  authorizeService(actor, verifyApiKey.permission);
  return null;
}
