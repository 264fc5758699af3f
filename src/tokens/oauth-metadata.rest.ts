import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Services } from '../access/context.ts';
import { publishedSeconds } from './rotate-keys.ts';

/** A new signing key is public for twelve times as long before it signs, so no cache misses it. */
const cacheSeconds = publishedSeconds / 12;

/** RFC 8414, and the address at which many libraries look alone (OpenID Connect Discovery 1.0). */
const metadataPaths = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'];

/** `GET /.well-known/jwks.json` (RFC 7517), and the metadata of the authorization server. */
export function oauthMetadataRoutes(services: Services) {
  return async function register(app: FastifyInstance): Promise<void> {
    app.get('/.well-known/jwks.json', async (_request, reply) => {
      const keys = await services.accessTokens.signingKeys.published();
      makePublic(reply).type('application/jwk-set+json');
      return { keys: keys.map(({ publicJwk }) => publicJwk) };
    });
    for (const path of metadataPaths) {
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
    // There is no authorization endpoint, but the member is required, and libraries refuse an empty one.
    response_types_supported: ['none'],
    scopes_supported: configuration.scopes.definitions.map(({ name }) => name),
  };
}

/** For everybody, also from a page of another site. */
function makePublic(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'cache-control': `public, max-age=${cacheSeconds}`,
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  });
}
