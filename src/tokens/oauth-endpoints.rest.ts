import { z } from 'zod';
import type { Endpoint } from '../http/endpoint.ts';
import { introspectionSchema } from './introspect.ts';
import { oauthErrorForm } from './oauth-error.rest.ts';
import { introspectionFormSchema, tokenAnswerSchema, tokenFormSchema } from './oauth-schemas.rest.ts';

const tag = 'Access tokens';
const form = 'application/x-www-form-urlencoded';
const keyId = 'key_01h455vb4pex5vsknk084sn02q';
const secret = 'sk_live_EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE';
const organizationId = 'org_01h455vb4pex5vsknk084sn02q';
const exampleIssuer = 'https://keys.example.com';
const exampleToken = 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiJrZXlfMDFoIn0.c2lnbmF0dXJl';

export const tokenEndpoint: Endpoint = {
  method: 'POST',
  path: '/oauth/token',
  operationId: 'exchangeToken',
  tag,
  summary: 'Exchange a key for an access token',
  description:
    'OAuth 2.0 client credentials (RFC 6749, section 4.4): the client id is the id of a key, its secret the key itself, by HTTP Basic or in the body. The token is a JWT (RFC 9068). `scope` asks for fewer scopes than the key has.',
  security: ['basic'],
  body: {
    mediaType: form,
    schema: tokenFormSchema,
    examples: {
      inBody: {
        grant_type: 'client_credentials',
        client_id: keyId,
        client_secret: secret,
        organization_id: organizationId,
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
            access_token: exampleToken,
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

export const introspectEndpoint: Endpoint = {
  method: 'POST',
  path: '/oauth/introspect',
  operationId: 'introspectToken',
  tag,
  summary: 'Ask what an access token is good for',
  description:
    'RFC 7662. Asks the database, so that the tokens of a revoked key are inactive at once. For a service token that may verify keys, as a bearer token or as the client secret beside any client id; and for a key about its own tokens.',
  security: ['bearer', 'basic'],
  body: {
    mediaType: form,
    schema: introspectionFormSchema,
    examples: { inBody: { token: exampleToken } },
  },
  answers: {
    200: {
      description: 'What it is.',
      content: {
        schema: introspectionSchema,
        examples: {
          active: {
            active: true,
            scope: 'invoices:read',
            client_id: keyId,
            token_type: 'Bearer',
            exp: 1_760_438_700,
            iat: 1_760_437_800,
            sub: keyId,
            aud: exampleIssuer,
            iss: exampleIssuer,
            jti: '01980f3e-7c1b-7a54-9a51-5d3f7e0c2b11',
            org_id: organizationId,
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

const jwk = z.looseObject({ kid: z.string(), kty: z.string(), alg: z.string(), use: z.literal('sig') });

export const jwksEndpoint: Endpoint = {
  method: 'GET',
  path: '/.well-known/jwks.json',
  operationId: 'getJwks',
  tag,
  summary: 'The public keys that access tokens are signed with',
  description: 'RFC 7517. A key is served before it signs, and until the last token it signed has expired.',
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
  tag,
  summary: 'What OAuth clients need to know of this server',
  description:
    'RFC 8414. It names no address for revocation (RFC 7009): a token lives for minutes, nothing of it is stored, and it ends with its key, which can be revoked at once.',
  security: [],
  answers: {
    200: {
      description: 'The metadata.',
      content: {
        schema: z.looseObject({ issuer: z.string(), token_endpoint: z.string(), jwks_uri: z.string() }),
        examples: {
          metadata: {
            issuer: exampleIssuer,
            token_endpoint: `${exampleIssuer}/oauth/token`,
            jwks_uri: `${exampleIssuer}/.well-known/jwks.json`,
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
  summary: 'The same, where libraries for OpenID Connect look',
};
