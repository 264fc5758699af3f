import { namedOrganizationNotFound } from '../errors.ts';
import { hashSecret } from '../lib/secrets.ts';
import type { Actor } from './actor.ts';
import type { Presented } from './authenticate.ts';
import type { Services } from './context.ts';
import { findActiveServiceToken, organizationExists } from './credentials.sql.ts';
import { parsePermissions } from './stored-rights.ts';

export async function authenticateServiceToken(
  { database }: Services,
  { token, organizationId }: Presented,
): Promise<Actor | null> {
  const found = await findActiveServiceToken(database, hashSecret(token));
  if (found === undefined) return null;
  if (organizationId !== null && !(await organizationExists(database, organizationId))) {
    throw namedOrganizationNotFound();
  }
  return {
    type: 'SERVICE',
    id: found.id,
    organizationId,
    permissions: new Set(parsePermissions(found.permissions)),
    expiresAt: found.expiresAt,
  };
}
