import type { Actor } from './actor.ts';
import type { Presented } from './authenticate.ts';
import { actorOfKey } from './authenticate-api-key.ts';
import type { Services } from './context.ts';

/**
 * A token that a key was exchanged for, in the key's place: its key's present rights, narrowed to the
 * token's scopes, until the token's end. Tokens of another issuer are the next strategy's.
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
