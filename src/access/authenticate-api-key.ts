import { parseToken } from '../api-keys/key-format.ts';
import { notFound } from '../errors.ts';
import { isAddressAllowed } from '../lib/address-ranges.ts';
import { hashSecret } from '../lib/secrets.ts';
import { permissionsOfKey } from '../permissions.ts';
import { type Grants, grantsCover, intersectGrants } from '../scopes/scope-rules.ts';
import type { Actor, ApiKeyActor } from './actor.ts';
import type { Presented } from './authenticate.ts';
import type { Services } from './context.ts';
import { findActiveKey } from './credentials.sql.ts';

export function authenticateApiKey(services: Services, presented: Presented) {
  const { keyPrefix } = services.configuration;
  if (parseToken(keyPrefix, presented.token) === null) return undefined;
  return actorOfKey(services, presented, hashSecret(presented.token), { scopes: [], fullAccess: true });
}

/** The key of this secret, unless it has ended or may not be used from there; with no more than `most`. */
export async function actorOfKey(
  { database }: Services,
  presented: Presented,
  secretHash: Buffer,
  most: Grants,
): Promise<Actor | null> {
  const key = await findActiveKey(database, secretHash);
  if (key === undefined || !isAddressAllowed(presented.address, key.ipAllowlist)) return null;
  const { organizationId } = key;
  if (presented.organizationId !== null && presented.organizationId !== organizationId) {
    throw notFound('The organization named by Latchkey-Organization');
  }
  return keyActor(key, secretHash, most);
}

/** The key as an actor, with what it holds of `most`. */
export function keyActor(
  key: Pick<ApiKeyActor, 'id' | 'organizationId' | 'environment' | 'expiresAt' | 'ipAllowlist'> & Grants,
  secretHash: Buffer,
  most: Grants,
): ApiKeyActor {
  const { id, organizationId, environment, expiresAt, ipAllowlist } = key;
  const grants = intersectGrants(most, key);
  return {
    type: 'API_KEY',
    id,
    organizationId,
    environment,
    ...grants,
    permissions: permissionsOfKey((scope) => grantsCover(grants, scope)),
    expiresAt,
    ipAllowlist,
    secretHash,
  };
}
