import { z } from 'zod';
import type { ServiceActor } from '../access/actor.ts';
import type { ActorReference } from '../access/actor-reference.ts';
import type { Services } from '../access/context.ts';
import { lockNothing, serviceOperation, serviceQuery } from '../access/operation.ts';
import { checkHolds } from '../access/permission-not-grantable.ts';
import type { Transaction } from '../database/database.ts';
import { inTransaction } from '../database/in-transaction.ts';
import { badInput, forbiddenInput, notFound } from '../errors.ts';
import { parseInput } from '../input.ts';
import type { Clock } from '../lib/clock.ts';
import { parseId } from '../lib/ids.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';
import { lineOfText } from '../lib/text.ts';
import { expiresInDays, inDays, refuseSeveralEnds } from '../lifetime.ts';
import { causeWithoutRequest } from '../log/cause.ts';
import type { NewEvent } from '../log/new-event.ts';
import { recordEvents } from '../log/record-events.ts';
import { isPermission, type Permission, permissionNames } from '../permissions.ts';
import { serviceTokenEvent } from './service-token.events.ts';
import { newServiceToken } from './service-token-format.ts';
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

const endFields = ['expiresAt', 'expiresInDays'] as const;

const createServiceTokenInput = z
  .strictObject({
    name: lineOfText(100),
    permissions: z
      .array(permission)
      .min(1, 'expected at least one permission')
      .max(50)
      .transform((chosen) => permissionNames.filter((name) => chosen.includes(name))),
    expiresAt: z.date().nullish(),
    expiresInDays,
  })
  .superRefine(refuseSeveralEnds(endFields));

type CreateServiceTokenInput = z.output<typeof createServiceTokenInput>;

const revokeServiceTokenInput = z.strictObject({ id: z.string() });

export type CreatedServiceToken = { readonly serviceToken: ServiceTokenRow; readonly token: string };

/** Returns every service token, the latest first. */
export const serviceTokens = serviceQuery('MANAGE_SERVICE_TOKENS', ({ database }, page: KeysetPage) =>
  listServiceTokens(database, page),
);

/** Returns the service token with this UUID. */
export const serviceToken = serviceQuery('MANAGE_SERVICE_TOKENS', ({ database }, id: string) =>
  findServiceToken(database, id),
);

/**
 * Creates a service token. Only this answer contains it. It expires no later than the token that creates it. Throws
 * PermissionNotGrantable.
 */
export const createServiceToken = serviceOperation({
  permission: 'MANAGE_SERVICE_TOKENS',
  input: createServiceTokenInput,
  lock: lockNothing,
  run: ({ transaction, clock, actor }, input) => create({ transaction, clock }, input, actor),
  event: ({ result }) => serviceTokenEvent('SERVICE_TOKEN_CREATED', result.serviceToken),
});

/** The same for the command line, which has no actor and may grant everything. */
export async function createServiceTokenAsOperator(
  services: Pick<Services, 'database' | 'clock'>,
  input: unknown,
): Promise<CreatedServiceToken> {
  const parsed = parseInput(createServiceTokenInput, input);
  const { clock } = services;
  return inTransaction(services.database, async (transaction) => {
    const created = await create({ transaction, clock }, parsed, null);
    const event = serviceTokenEvent('SERVICE_TOKEN_CREATED', created.serviceToken);
    await recordEvents(transaction, causeWithoutRequest('COMMAND_LINE', clock.now()), [event]);
    return created;
  });
}

async function create(
  { transaction, clock }: { readonly transaction: Transaction; readonly clock: Clock },
  input: CreateServiceTokenInput,
  createdBy: ServiceActor | null,
): Promise<CreatedServiceToken> {
  const { name, permissions } = input;
  const expiresAt = endOf(input, clock);
  if (expiresAt !== null && expiresAt <= clock.now()) {
    throw badInput([{ field: 'input.expiresAt', problem: 'is in the past' }]);
  }
  if (createdBy !== null) checkMayCreate(createdBy, permissions, expiresAt);
  const { token, stored } = newServiceToken();
  const row = { name, permissions, expiresAt, ...stored };
  return { serviceToken: await insertServiceToken(transaction, row, createdBy), token };
}

function endOf({ expiresAt, expiresInDays: days }: CreateServiceTokenInput, clock: Clock): Date | null {
  return days == null ? (expiresAt ?? null) : inDays(clock.now(), days);
}

function checkMayCreate(
  { permissions: held, expiresAt: end }: ServiceActor,
  permissions: readonly Permission[],
  expiresAt: Date | null,
): void {
  checkHolds(held, permissions);
  if (end === null || (expiresAt !== null && expiresAt <= end)) return;
  const problem = `expected no later than ${end.toISOString()}, when the caller’s own token expires`;
  throw forbiddenInput([{ field: 'input.expiresAt', problem }]);
}

/**
 * Revokes a service token permanently and at once. A token that is already revoked keeps its first revocation. The
 * caller needs none of the token's own permissions, because anybody who sees a leaked token must be able to revoke it.
 */
export const revokeServiceToken = serviceOperation({
  permission: 'MANAGE_SERVICE_TOKENS',
  isUrgent: true,
  input: revokeServiceTokenInput,
  lock: lockNothing,
  run: ({ transaction, actor }, input) => revoke(transaction, input, actor),
  event: ({ result }) => revokedEvent(result),
});

/** The same for the command line, which has no actor. */
export async function revokeServiceTokenAsOperator(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  input: unknown,
): Promise<RevokedServiceToken> {
  const parsed = parseInput(revokeServiceTokenInput, input);
  return inTransaction(database, async (transaction) => {
    const revoked = await revoke(transaction, parsed, null);
    const events = [revokedEvent(revoked) ?? []].flat();
    await recordEvents(transaction, causeWithoutRequest('COMMAND_LINE', clock.now()), events);
    return revoked;
  });
}

type RevokedServiceToken = {
  readonly serviceToken: ServiceTokenRow;
  /** Whether it was revoked before. */
  readonly wasRevoked: boolean;
};

function revokedEvent({ serviceToken, wasRevoked }: RevokedServiceToken): NewEvent | null {
  return wasRevoked ? null : serviceTokenEvent('SERVICE_TOKEN_REVOKED', serviceToken);
}

async function revoke(
  transaction: Transaction,
  { id }: { id: string },
  revokedBy: ActorReference | null,
): Promise<RevokedServiceToken> {
  const uuid = parseId('serviceToken', id);
  if (uuid === null) throw notFound('The service token');
  const revoked = await revokeServiceTokenRow(transaction, uuid, revokedBy);
  const serviceToken = revoked ?? (await findServiceToken(transaction, uuid));
  if (serviceToken === undefined) throw notFound('The service token');
  return { serviceToken, wasRevoked: revoked === undefined };
}
