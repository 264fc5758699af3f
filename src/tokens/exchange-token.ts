import type { Services } from '../access/context.ts';
import { hashSecret } from '../lib/secrets.ts';
import { authenticateClient, type ClientCredentials, type ClientOrigin } from './authenticate-client.ts';
import { scopesForToken } from './scope-text.ts';
import { InvalidClient } from './tokens.errors.ts';

export type ExchangedToken = {
  readonly token: string;
  readonly lifetimeSeconds: number;
  /** The names in its `scope`. */
  readonly scopes: readonly string[];
};

/**
 * Exchanges a key's id and secret for a short-lived token with the requested scopes, or with all scopes of the key.
 * The token ends no later than the key, and nothing is stored. Throws InvalidClient, InvalidScope, and RATE_LIMITED,
 * because an exchange consumes one request of the key.
 */
export async function exchangeToken(
  services: Services,
  credentials: ClientCredentials,
  scope: string | undefined,
  origin: ClientOrigin,
): Promise<ExchangedToken> {
  const key = await authenticateClient(services, credentials, origin);
  const scopes = scopesForToken(services.configuration.scopes, key, scope);
  const issued = await services.accessTokens.issue({
    clientId: key.keyId,
    organizationId: key.organizationId,
    environment: key.environment,
    scopes,
    secretHash: hashSecret(credentials.clientSecret),
    endsAt: key.expiresAt === null ? null : new Date(key.expiresAt),
  });
  if (issued === null) throw new InvalidClient('The key has expired.', 'EXPIRED');
  return { ...issued, scopes };
}
