import { parseToken } from '../api-keys/key-format.ts';

import { notFound } from '../errors.ts';
import { isAddressAllowed } from '../lib/address-ranges.ts';
import { hashSecret } from '../lib/secrets.ts';
import { permissionsOfKey } from '../permissions.ts';
import { grantsCover } from '../scopes/scope-rules.ts';
import type { Actor } from './actor.ts';
import type { Presented } from './authenticate.ts';
import type { Services } from './context.ts';
import { findActiveKey } from './credentials.sql.ts';

export function authenticateApiKey(services: Services, presented: Presented) {
  const { keyPrefix } = services.configuration;
  return parseToken(keyPrefix, presented.token) === null ? undefined : actorOfKey(services, presented);
}

async function actorOfKey({ database }: Services, presented: Presented): Promise<Actor | null> {
  const key = await findActiveKey(database, hashSecret(presented.token));
  if (key === undefined || !isAddressAllowed(presented.address, key.ipAllowlist)) return null;
  const { id, organizationId, scopes, fullAccess } = key;
  if (presented.organizationId !== null && presented.organizationId !== organizationId) {
    throw notFound('The organization named by Latchkey-Organization');
  }
  return {
    type: 'API_KEY',
    id,
    organizationId,
    environment: key.environment,
    scopes,
    fullAccess,
    permissions: permissionsOfKey((scope) => grantsCover({ scopes, fullAccess }, scope)),
  };
}
