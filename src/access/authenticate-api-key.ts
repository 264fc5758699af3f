import { namedOrganizationNotFound } from '../errors.ts';
import { isKeyOf } from '../key-format.ts';
import { isAddressAllowed } from '../lib/address-ranges.ts';
import { hashSecret } from '../lib/secrets.ts';
import { permissionsOfKey } from '../permissions.ts';
import { everyGrant, type Grants, grantsCover, intersectGrants } from '../scopes/scope-rules.ts';
import type { Actor, ApiKeyActor } from './actor.ts';
import type { Presented } from './authenticate.ts';
import type { Services } from './context.ts';
import { findActiveKey } from './credentials.sql.ts';

export function authenticateApiKey(services: Services, presented: Presented) {
  if (!isKeyOf(services.configuration, presented.token)) return undefined;
  return actorOfKey(services, presented, hashSecret(presented.token));
}

/** The limits that a credential puts on its key: an access token may have fewer scopes and expire earlier. */
export type Narrowing = Pick<ApiKeyActor, 'expiresAt' | 'temporary'> & Grants;

const asTheKeyIs: Narrowing = { ...everyGrant, expiresAt: null, temporary: false };

/** Returns the key of this secret, unless it is not active or the address is not allowed. */
export async function actorOfKey(
  { database }: Services,
  presented: Presented,
  secretHash: Buffer,
  narrowing: Narrowing = asTheKeyIs,
): Promise<Actor | null> {
  const key = await findActiveKey(database, secretHash);
  if (key === undefined || !isAddressAllowed(presented.address, key.ipAllowlist)) return null;
  const { organizationId } = key;
  if (presented.organizationId !== null && presented.organizationId !== organizationId) {
    throw namedOrganizationNotFound();
  }
  return keyActor(key, secretHash, narrowing);
}

type FoundKey = Omit<ApiKeyActor, 'type' | 'permissions' | 'secretHash'>;

/** Makes an actor of the key, within the limits of its credential. */
export function keyActor(key: FoundKey, secretHash: Buffer, narrowing: Narrowing): ApiKeyActor {
  const grants = intersectGrants(narrowing, key);
  return {
    ...key,
    ...grants,
    type: 'API_KEY',
    permissions: permissionsOfKey((scope) => grantsCover(grants, scope)),
    expiresAt: earlierOf(key.expiresAt, narrowing.expiresAt),
    temporary: key.temporary || narrowing.temporary,
    secretHash,
  };
}

/** Returns the earlier end. Null means never. */
function earlierOf(left: Date | null, right: Date | null): Date | null {
  if (left === null || right === null) return left ?? right;
  return left < right ? left : right;
}
