import { type Insertable, type Selectable, sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import type { Organizations, ServiceTokens, Users } from '../database/types.generated.ts';
import { newUuid } from '../lib/ids.ts';

// Any number that no other lock in the database uses.
export const provisioningLock = 5_241_983_407;

/** Makes other processes that want to provision wait until the transaction ends. */
export async function lockProvisioning(transaction: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${provisioningLock})`.execute(transaction);
}

/** Checks that nothing was created yet, by a first start or by the command line. */
export async function isEmpty(database: Database | Transaction): Promise<boolean> {
  const { rows } = await sql<{ empty: boolean }>`
    select not exists (select from users)
      and not exists (select from organizations)
      and not exists (select from service_tokens) as empty
  `.execute(database);
  return rows[0]?.empty === true;
}

type FirstRows = {
  readonly owner: Omit<Insertable<Users>, 'id'>;
  readonly organization: Insertable<Organizations>;
  readonly serviceToken: Omit<Insertable<ServiceTokens>, 'id'>;
};

export async function insertFirstRows(
  transaction: Transaction,
  { owner, organization, serviceToken }: FirstRows,
): Promise<{ organization: Selectable<Organizations>; serviceToken: Selectable<ServiceTokens> }> {
  const userId = newUuid();
  await transaction
    .insertInto('users')
    .values({ ...owner, id: userId })
    .execute();
  const insertedOrganization = await transaction
    .insertInto('organizations')
    .values(organization)
    .returningAll()
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('members')
    .values({ id: newUuid(), organizationId: organization.id, userId, role: 'OWNER' })
    .execute();
  const insertedToken = await transaction
    .insertInto('serviceTokens')
    .values({ ...serviceToken, id: newUuid() })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { organization: insertedOrganization, serviceToken: insertedToken };
}

/** Finds the parts of the database that the settings for an empty database can be compared with. */
export async function findSetUp(
  database: Database,
  { ownerEmail, organization, tokenHash }: { ownerEmail: string; organization: string; tokenHash: Buffer },
): Promise<{ hasOwner: boolean; passwordHash: string | null; hasOrganization: boolean; hasToken: boolean }> {
  const { rows } = await sql<{
    hasOwner: boolean;
    passwordHash: string | null;
    hasOrganization: boolean;
    hasToken: boolean;
  }>`
    select exists (select from users where email = ${ownerEmail}) as has_owner,
      (select password_hash from users where email = ${ownerEmail}) as password_hash,
      exists (select from organizations where name = ${organization}) as has_organization,
      exists (select from service_tokens where token_hash = ${tokenHash} and revoked_at is null) as has_token
  `.execute(database);
  const row = rows[0];
  if (row === undefined) throw new Error('A select without a table answered no row');
  return row;
}
