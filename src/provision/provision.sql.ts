import { type Insertable, sql } from 'kysely';
import type { Database, Transaction } from '../database/database.ts';
import type { Organizations, ServiceTokens, Users } from '../database/types.generated.ts';
import { newUuid } from '../lib/ids.ts';

// Any number does, as long as nothing else in the database takes it.
const lockNumber = 5_241_983_407;

/** Until the transaction ends, others that want to provision wait. */
export async function lockProvisioning(transaction: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockNumber})`.execute(transaction);
}

/** Whether nobody has set anything up, by a first start or with the command line. */
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
): Promise<void> {
  const userId = newUuid();
  await transaction
    .insertInto('users')
    .values({ ...owner, id: userId })
    .execute();
  await transaction.insertInto('organizations').values(organization).execute();
  await transaction
    .insertInto('members')
    .values({ id: newUuid(), organizationId: organization.id, userId, role: 'OWNER' })
    .execute();
  await transaction
    .insertInto('serviceTokens')
    .values({ ...serviceToken, id: newUuid() })
    .execute();
}
