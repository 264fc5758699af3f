import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Services } from '../access/context.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { exampleClient } from './oauth-client.rest.ts';
import { publishedSeconds } from './rotate-keys.ts';

/** A new signing key is published twelve times as long before it signs, so that every cache contains it in time. */
const cacheSeconds = publishedSeconds / 12;

const jwk = z.looseObject({ kid: z.string(), kty: z.string(), alg: z.string(), use: z.literal('sig') });

export const jwksEndpoint: Endpoint = {
  method: 'GET',
  path: '/.well-known/jwks.json',
  operationId: 'getJwks',
  tag: 'Access tokens',
  summary: 'The public keys that verify access tokens',
  description:
    'RFC 7517. A key is published before it signs, and until the last token that it signed has expired.',
  security: [],
  answers: {
    200: {
      description: 'The keys.',
      content: {
        mediaType: 'application/jwk-set+json',
        schema: z.object({ keys: z.array(jwk) }),
        examples: {
          keys: {
            keys: [
              {
                kid: 'XyPXUMyDmOmZRNKRYHbGcA',
                kty: 'EC',
                crv: 'P-256',
                x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
                y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
                alg: 'ES256',
                use: 'sig',
              },
            ],
          },
        },
      },
    },
  },
  errors: ['METHOD_NOT_ALLOWED'],
};

const metadata: Omit<Endpoint, 'path' | 'operationId'> = {
  method: 'GET',
  tag: 'Access tokens',
  summary: 'The metadata of the authorization server',
  description:
    'RFC 8414. There is no address for revocation (RFC 7009): a token lives for minutes, is not stored, and ends with its key, which can be revoked at once.',
  security: [],
  answers: {
    200: {
      description: 'The metadata.',
      content: {
        schema: z.looseObject({ issuer: z.string(), token_endpoint: z.string(), jwks_uri: z.string() }),
        examples: {
          metadata: {
            issuer: exampleClient.issuer,
            token_endpoint: `${exampleClient.issuer}/oauth/token`,
            jwks_uri: `${exampleClient.issuer}/.well-known/jwks.json`,
          },
        },
      },
    },
  },
  errors: ['METHOD_NOT_ALLOWED'],
};

export const metadataEndpoint: Endpoint = {
  ...metadata,
  path: '/.well-known/oauth-authorization-server',
  operationId: 'getAuthorizationServerMetadata',
};

export const openIdMetadataEndpoint: Endpoint = {
  ...metadata,
  path: '/.well-known/openid-configuration',
  operationId: 'getOpenIdConfiguration',
  summary: 'The same metadata, at the address that libraries for OpenID Connect use',
};

export function oauthMetadataRoutes(services: Services) {
  return async function register(app: FastifyInstance): Promise<void> {
    app.get(jwksEndpoint.path, async (_request, reply) => {
      const keys = await services.accessTokens.signingKeys.published();
      makePublic(reply).type('application/jwk-set+json');
      return { keys: keys.map(({ publicJwk }) => publicJwk) };
    });
    for (const { path } of [metadataEndpoint, openIdMetadataEndpoint]) {
      app.get(path, async (_request, reply) => {
        makePublic(reply);
        return authorizationServerMetadata(services);
      });
    }
  };
}

export function authorizationServerMetadata({ accessTokens, configuration }: Services) {
  const issuer = accessTokens.issuer();
  const clientMethods = ['client_secret_basic', 'client_secret_post'];
  return {
    issuer,
    token_endpoint: `${issuer}/oauth/token`,
    token_endpoint_auth_methods_supported: clientMethods,
    introspection_endpoint: `${issuer}/oauth/introspect`,
    introspection_endpoint_auth_methods_supported: [...clientMethods, 'Bearer'],
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    grant_types_supported: ['client_credentials'],
    // There is no authorization endpoint. The member is required all the same, and libraries refuse an empty list.
    response_types_supported: ['none'],
    scopes_supported: configuration.scopes.definitions.map(({ name }) => name),
  };
}

/** Allows caches and pages of other sites. */
function makePublic(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'cache-control': `public, max-age=${cacheSeconds}`,
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  });
}
