import type { Actor } from './actor.ts';
import type { Presented } from './authenticate.ts';
import { actorOfKey } from './authenticate-api-key.ts';
import type { Services } from './context.ts';

/**
 * Authenticates an access token that was issued for a key. It has the present rights of the key, limited to the
 * token's scopes, until the token expires. Returns undefined for a token of another issuer, so that the next strategy
 * tries it.
 */
export function authenticateAccessToken(services: Services, presented: Presented) {
  return services.accessTokens.claimsToBeOurs(presented.token)
    ? actorOfToken(services, presented)
    : undefined;
}

async function actorOfToken(services: Services, presented: Presented): Promise<Actor | null> {
  const token = await services.accessTokens.check(presented.token);
  if (token === null || token.expired) return null;
  const narrowing = { ...token.grants, expiresAt: token.expiresAt, temporary: true };
  return actorOfKey(services, presented, token.secretHash, narrowing);
}
