import { randomBytes } from 'node:crypto';
import type { Services } from '../../src/access/context.ts';
import { formatSessionToken } from '../../src/access/session-token.ts';
import type { Database } from '../../src/database/database.ts';
import type { Environment } from '../../src/environment.ts';
import { newKeySecret } from '../../src/key-format.ts';
import { formatId, newUuid } from '../../src/lib/ids.ts';
import { hashSecret, newSecret } from '../../src/lib/secrets.ts';
import type { Role } from '../../src/members/role.ts';
import type { Permission } from '../../src/permissions.ts';

/** A test's application, or the part of it that seeding needs. */
export type Seeding = { readonly services: Pick<Services, 'database' | 'configuration'> };

/** Inserts rows directly into the database, for the preconditions of a test. Ids have the form of the interfaces. */
export type SeededMember = {
  readonly id: string;
  readonly memberUuid: string;
  readonly userUuid: string;
  readonly email: string;
  readonly name: string;
  /** A session of this person. */
  readonly bearer: string;
};

export type SeededOrganization = {
  readonly id: string;
  readonly uuid: string;
  readonly owner: SeededMember;
  addMember(role: Role, permissions?: readonly Permission[]): Promise<SeededMember>;
  addKey(options?: SeedKeyOptions): Promise<{ id: string; uuid: string; secret: string }>;
};

export type SeedKeyOptions = {
  environment?: Environment;
  name?: string;
  scopes?: string[];
  fullAccess?: boolean;
  expiresAt?: Date | null;
  ipAllowlist?: string[];
  limitPerMinute?: number;
  limitPerHour?: number;
};

type SeedOrganizationOptions = { name?: string; plan?: string; hasPaymentMethod?: boolean };

export async function seedOrganization(
  { services: { database, configuration } }: Seeding,
  {
    name = `Organization ${randomName()}`,
    plan = configuration.defaultPlan,
    hasPaymentMethod = false,
  }: SeedOrganizationOptions = {},
): Promise<SeededOrganization> {
  const uuid = newUuid();
  await database.insertInto('organizations').values({ id: uuid, name, plan, hasPaymentMethod }).execute();
  const addMember = (role: Role, permissions: readonly Permission[] = []) =>
    seedMember(database, uuid, role, permissions);
  const owner = await addMember('OWNER');
  return {
    id: formatId('organization', uuid),
    uuid,
    owner,
    addMember,
    addKey: (options = {}) => seedKey(database, uuid, owner.memberUuid, configuration.keyPrefix, options),
  };
}

/** Creates a service token with these permissions, and returns the token. */
export async function seedServiceToken(
  { services: { database } }: Seeding,
  permissions: readonly Permission[],
  expiresAt: Date | null = null,
): Promise<string> {
  const token = `service_${newSecret()}`;
  await database
    .insertInto('serviceTokens')
    .values({
      id: newUuid(),
      name: `Service ${randomName()}`,
      tokenHash: hashSecret(token),
      lastFour: token.slice(-4),
      permissions: [...permissions],
      expiresAt,
    })
    .execute();
  return token;
}

async function seedMember(
  database: Database,
  organizationId: string,
  role: Role,
  permissions: readonly Permission[],
): Promise<SeededMember> {
  const name = randomName();
  const userUuid = newUuid();
  const memberUuid = newUuid();
  const email = `${name}@example.com`;
  await database.insertInto('users').values({ id: userUuid, email, name }).execute();
  await database
    .insertInto('members')
    .values({ id: memberUuid, organizationId, userId: userUuid, role, permissions: [...permissions] })
    .execute();
  const bearer = await seedSession(database, userUuid);
  return { id: formatId('member', memberUuid), memberUuid, userUuid, email, name, bearer };
}

export async function seedSession(database: Database, userUuid: string): Promise<string> {
  const id = newUuid();
  const secret = newSecret();
  await database
    .insertInto('sessions')
    .values({ id, userId: userUuid, secretHash: hashSecret(secret), expiresAt: new Date('2100-01-01') })
    .execute();
  return formatSessionToken(id, secret);
}

async function seedKey(
  database: Database,
  organizationId: string,
  memberUuid: string,
  prefix: string,
  { environment = 'TEST', name = `Unnamed ${randomName()}`, ...rest }: SeedKeyOptions,
): Promise<{ id: string; uuid: string; secret: string }> {
  const uuid = newUuid();
  const { secret: token, lastFour } = newKeySecret(prefix, environment);
  await database
    .insertInto('apiKeys')
    .values({
      id: uuid,
      organizationId,
      environment,
      name,
      lastFour,
      createdByType: 'MEMBER',
      createdById: memberUuid,
      ...rest,
    })
    .execute();
  await database
    .insertInto('apiKeySecrets')
    .values({ id: newUuid(), apiKeyId: uuid, tokenHash: hashSecret(token), lastFour })
    .execute();
  return { id: formatId('apiKey', uuid), uuid, secret: token };
}

/** A random name that tests cannot find by accident: the text `Key 3` would be in one of 16 names. */
function randomName(): string {
  return randomBytes(5).toString('hex');
}
