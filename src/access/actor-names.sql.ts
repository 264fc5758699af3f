import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { sharedLookup } from '../database/shared-lookup.ts';
import type { ActorReference } from './actor-reference.ts';

const lookUp = sharedLookup(async (database, ids: readonly string[]) => {
  // One array parameter, so that the statement is the same for any number of ids.
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
 * Returns the name of an actor, also of a removed member and of a revoked key or token. Concurrent look-ups share one
 * statement.
 */
export async function findActorName(database: Database, { id }: ActorReference): Promise<string> {
  const name = await lookUp(database, id);
  if (name === undefined) throw new Error(`No member, key or service token has the id ${id}`);
  return name;
}

/** Returns an SQL expression for the name of an actor. It reads only the table of that kind of actor. */
export function actorNameSql(type: RawBuilder<unknown>, id: RawBuilder<unknown>) {
  return sql<string>`case ${type}
    when 'MEMBER' then
      (select users.name from members join users on users.id = members.user_id where members.id = ${id})
    when 'API_KEY' then (select acting.name from api_keys acting where acting.id = ${id})
    when 'SERVICE' then (select acting.name from service_tokens acting where acting.id = ${id})
  end`;
}
