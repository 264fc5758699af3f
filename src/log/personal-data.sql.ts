import { sql } from 'kysely';
import type { Transaction } from '../database/database.ts';

/**
 * Deletes the data about people of all events that a person caused, or that are about them. The events stay, and the
 * log still verifies. Returns the number of events.
 */
export async function deletePersonalData(
  transaction: Transaction,
  {
    userId,
    email,
    actorIds,
  }: { readonly userId: string | null; readonly email: string; readonly actorIds: readonly string[] },
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from event_personal_data
    where user_id = ${userId}::uuid
      or email = ${email}
      or event_id in (
        select id from events where actor_id = any(${actorIds}::uuid[])
        union all
        select id from unsealed_events where actor_id = any(${actorIds}::uuid[])
      )
  `.execute(transaction);
  return Number(numAffectedRows);
}
