import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Services } from '../access/context.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { parseInput } from '../input.ts';
import { exchangeToken } from './exchange-token.ts';
import { oauthRoute } from './oauth.rest.ts';
import { clientCredentials, clientShape, exampleClient, originOf } from './oauth-client.rest.ts';
import { oauthErrorForm } from './oauth-error.rest.ts';
import { formMediaType, formOf } from './oauth-form.rest.ts';
import { UnsupportedGrantType } from './tokens.errors.ts';

/** The form of `POST /oauth/token`. Other parameters are ignored, as RFC 6749, section 3.2, demands. */
const tokenFormSchema = z.object({
  grant_type: z.string('required'),
  scope: z.string().optional(),
  ...clientShape,
});

/** RFC 6749, section 5.1. */
const tokenAnswerSchema = z
  .object({
    access_token: z.string().describe('A JWT, RFC 9068.'),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('Seconds from now.'),
    scope: z.string().optional().describe('Scopes with one space between them; absent when there are none.'),
  })
  .meta({ id: 'AccessToken' });

type TokenAnswer = z.output<typeof tokenAnswerSchema>;

export const tokenEndpoint: Endpoint = {
  method: 'POST',
  path: '/oauth/token',
  operationId: 'exchangeToken',
  tag: 'Access tokens',
  summary: 'Exchange a key for an access token',
  description:
    'OAuth 2.0 client credentials (RFC 6749, section 4.4). The client id is the id of a key, and the client secret is its secret. Send both by HTTP Basic or in the body. The token is a JWT (RFC 9068). `scope` requests fewer scopes than the key has.',
  security: ['basic'],
  body: {
    mediaType: formMediaType,
    schema: tokenFormSchema,
    examples: {
      inBody: {
        grant_type: 'client_credentials',
        client_id: exampleClient.keyId,
        client_secret: exampleClient.secret,
        organization_id: exampleClient.organizationId,
        scope: 'invoices:read',
      },
    },
  },
  answers: {
    200: {
      description: 'The token.',
      content: {
        schema: tokenAnswerSchema,
        examples: {
          token: {
            access_token: exampleClient.token,
            token_type: 'Bearer',
            expires_in: 900,
            scope: 'invoices:read',
          },
        },
      },
    },
  },
  errors: [
    'BAD_USER_INPUT',
    'INVALID_CLIENT',
    'INVALID_SCOPE',
    'UNSUPPORTED_GRANT_TYPE',
    'PAYLOAD_TOO_LARGE',
    'RATE_LIMITED',
  ],
  errorForm: oauthErrorForm,
};

/** Serves `POST /oauth/token`. */
export function tokenRoute(services: Services) {
  return oauthRoute(tokenEndpoint, (request) => exchange(services, request));
}

async function exchange(services: Services, request: FastifyRequest): Promise<TokenAnswer> {
  const form = parseInput(tokenFormSchema, formOf(request), '');
  const credentials = clientCredentials(request.headers.authorization, form);
  if (form.grant_type !== 'client_credentials') throw new UnsupportedGrantType();
  const { token, lifetimeSeconds, scopes } = await exchangeToken(
    services,
    credentials,
    form.scope,
    originOf(request),
  );
  return {
    access_token: token,
    token_type: 'Bearer',
    expires_in: lifetimeSeconds,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  };
}
