import { z } from 'zod';
import type { ActorReference } from '../access/actor-reference.ts';
import { authorizeService } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import { checkHolds } from '../access/permission-not-grantable.ts';
import { badInput, notFound } from '../errors.ts';
import { parseInput } from '../input.ts';
import { parseId } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';
import { lineOfText } from '../lib/text.ts';
import { isPermission, type Permission, permissionNames } from '../permissions.ts';
import { newServiceToken } from './service-token.ts';
import {
  findServiceToken,
  insertServiceToken,
  listServiceTokens,
  revokeServiceTokenRow,
  type ServiceTokenRow,
} from './service-tokens.sql.ts';

const permission = z.custom<Permission>(
  (value) => typeof value === 'string' && isPermission(value),
  `expected one of ${permissionNames.join(', ')}`,
);

const createServiceTokenInput = z.strictObject({
  name: lineOfText(100),
  permissions: z
    .array(permission)
    .min(1, 'expected at least one permission')
    .max(50)
    .transform((chosen) => permissionNames.filter((name) => chosen.includes(name))),
  expiresAt: z.date().nullish(),
});

const revokeServiceTokenInput = z.strictObject({ id: z.string() });

export type CreatedServiceToken = { readonly serviceToken: ServiceTokenRow; readonly token: string };

/** Every service token, the latest first. */
export async function serviceTokens(context: RequestContext, page: KeysetPage): Promise<ServiceTokenRow[]> {
  authorizeService(context.actor, 'MANAGE_SERVICE_TOKENS');
  return listServiceTokens(context.database, page);
}

/** The service token with this UUID. */
export async function serviceToken(
  context: RequestContext,
  id: string,
): Promise<ServiceTokenRow | undefined> {
  authorizeService(context.actor, 'MANAGE_SERVICE_TOKENS');
  return findServiceToken(context.database, id);
}

/** Creates a service token, which is in this answer and nowhere else, ever. Throws PermissionNotGrantable. */
export async function createServiceToken(
  context: RequestContext,
  input: unknown,
): Promise<CreatedServiceToken> {
  const { id, permissions } = authorizeService(context.actor, 'MANAGE_SERVICE_TOKENS');
  return createServiceTokenFor(context, input, { id, type: 'SERVICE', permissions });
}

type Creator = ActorReference & { readonly permissions: ReadonlySet<Permission> };

/** The same without asking who: `createdBy` is null on the command line, which may grant everything. */
export async function createServiceTokenFor(
  { database, clock }: Pick<RequestContext, 'database' | 'clock'>,
  input: unknown,
  createdBy: Creator | null,
): Promise<CreatedServiceToken> {
  const { name, permissions, expiresAt = null } = parseInput(createServiceTokenInput, input);
  if (expiresAt !== null && expiresAt <= clock.now()) {
    throw badInput([{ field: 'input.expiresAt', problem: 'is in the past' }]);
  }
  if (createdBy !== null) checkHolds(createdBy.permissions, permissions);
  const { token, stored } = newServiceToken();
  const row = { name, permissions, expiresAt, ...stored };
  return { serviceToken: await insertServiceToken(database, row, createdBy), token };
}

/**
 * Revokes a service token, for good and at once; one that was revoked before stays as it was. It asks for
 * no right of the token's own: whoever sees one leak must be able to end it.
 */
export async function revokeServiceToken(
  context: RequestContext,
  input: unknown,
): Promise<{ serviceToken: ServiceTokenRow }> {
  const { id } = authorizeService(context.actor, 'MANAGE_SERVICE_TOKENS');
  return revokeServiceTokenFor(context, input, { type: 'SERVICE', id });
}

/** The same without asking who: `revokedBy` is null on the command line. */
export async function revokeServiceTokenFor(
  { database }: Pick<RequestContext, 'database'>,
  input: unknown,
  revokedBy: ActorReference | null,
): Promise<{ serviceToken: ServiceTokenRow }> {
  const { id } = parseInput(revokeServiceTokenInput, input);
  const uuid = parseId('serviceToken', id);
  if (uuid === null) throw notFound('The service token');
  const serviceToken =
    (await revokeServiceTokenRow(database, uuid, revokedBy)) ?? (await findServiceToken(database, uuid));
  if (serviceToken === undefined) throw notFound('The service token');
  return { serviceToken };
}
