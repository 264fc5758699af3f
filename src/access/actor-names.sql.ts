import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { sharedLookup } from '../database/shared-lookup.ts';
import type { ActorReference } from './actor-reference.ts';

const lookUp = sharedLookup(async (database, ids: readonly string[]) => {
  // One array, so that the statement is the same however many, and each id once.
  const wanted = sql<string>`any(${[...new Set(ids)]}::uuid[])`;
  const rows = await database
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.userId')
    .select(['members.id', 'users.name'])
    .where('members.id', '=', wanted)
    .unionAll(database.selectFrom('apiKeys').select(['id', 'name']).where('id', '=', wanted))
    .unionAll(database.selectFrom('serviceTokens').select(['id', 'name']).where('id', '=', wanted))
    .execute();
  const names = new Map<string, string>(rows.map(({ id, name }) => [id, name]));
  return ids.map((id) => names.get(id));
});

/**
 * The name of whoever did something; also of a member who was removed since, and of a key or token that
 * was revoked. Look-ups at the same time share a statement.
 */
export async function findActorName(database: Database, { id }: ActorReference): Promise<string> {
  const name = await lookUp(database, id);
  if (name === undefined) throw new Error(`No member, key or service token has the id ${id}`);
  return name;
}

/** What a statement joins to read the names of those who did something, and the name. */
export function actorNameSql(type: RawBuilder<unknown>, id: RawBuilder<unknown>) {
  return {
    joins: sql`
      left join members acting_members on acting_members.id = ${id} and ${type} = 'MEMBER'
      left join users acting_users on acting_users.id = acting_members.user_id
      left join api_keys acting_keys on acting_keys.id = ${id} and ${type} = 'API_KEY'
      left join service_tokens acting_services on acting_services.id = ${id} and ${type} = 'SERVICE'
    `,
    name: sql<string>`coalesce(acting_users.name, acting_keys.name, acting_services.name)`,
  };
}
