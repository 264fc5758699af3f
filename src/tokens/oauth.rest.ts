import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authenticateRequest } from '../access/authenticate-request.ts';
import { authenticateServiceToken } from '../access/authenticate-service-token.ts';
import { authorizeService } from '../access/authorize.ts';
import type { Services } from '../access/context.ts';
import { parseInput } from '../input.ts';
import { authenticateClient, type ClientCredentials, isKey, unknownClient } from './authenticate-client.ts';
import { exchangeToken } from './exchange-token.ts';
import { introspect } from './introspect.ts';
import { clientCredentials } from './oauth-client.rest.ts';
import { noStore, sendOAuthError } from './oauth-error.rest.ts';
import { formOf, parseFormsOnly } from './oauth-form.rest.ts';
import {
  type ClientForm,
  introspectionFormSchema,
  type TokenAnswer,
  tokenFormSchema,
} from './oauth-schemas.rest.ts';
import { UnsupportedGrantType } from './tokens.errors.ts';

const bodyLimit = 32_768;

/** `POST /oauth/token`: a key for a short-lived token. */
export function tokenRoute(services: Services) {
  return oauthRoute('/oauth/token', (request) => exchange(services, request));
}

/** `POST /oauth/introspect`: what a token is good for. */
export function introspectionRoute(services: Services) {
  return oauthRoute('/oauth/introspect', async (request) => {
    const form = parseInput(introspectionFormSchema, formOf(request), '');
    const of = await introspectsOnly(services, request, form);
    return introspect(services, form.token, of);
  });
}

function oauthRoute(url: string, answer: (request: FastifyRequest) => Promise<object>) {
  return async function register(app: FastifyInstance): Promise<void> {
    parseFormsOnly(app);
    app.setErrorHandler(sendOAuthError);
    // A line for each exchange would cost as much as the exchange.
    app.post(url, { bodyLimit, logLevel: 'warn' }, async (request, reply) => {
      const answered = await answer(request);
      return reply.headers(noStore).send(answered);
    });
  };
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

/** Null for a service that may verify every key; else the one key of which the client may know. */
async function introspectsOnly(
  services: Services,
  request: FastifyRequest,
  form: ClientForm,
): Promise<string | null> {
  const { authorization } = request.headers;
  if (/^Bearer /i.test(authorization ?? '')) {
    const { actor } = await authenticateRequest(services, request);
    authorizeService(actor, 'VERIFY_API_KEYS');
    return null;
  }
  const credentials = clientCredentials(authorization, form);
  if (!isKey(services, credentials.clientSecret)) return introspectsAsService(services, request, credentials);
  const key = await authenticateClient(services, credentials, originOf(request));
  return key.keyId;
}

/** Most libraries send a client id and secret here, and have no way to send a bearer token. */
async function introspectsAsService(
  services: Services,
  { callerAddress: address }: FastifyRequest,
  { clientSecret: token }: ClientCredentials,
): Promise<null> {
  const actor = await authenticateServiceToken(services, { token, address, organizationId: null });
  if (actor === null) throw unknownClient();
  authorizeService(actor, 'VERIFY_API_KEYS');
  return null;
}

function originOf({ callerAddress, headers }: FastifyRequest) {
  return { address: callerAddress, userAgent: headers['user-agent'] ?? null };
}
