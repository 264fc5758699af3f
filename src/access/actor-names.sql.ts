import type { Database } from '../database/database.ts';
import type { ActorReference } from './actor-reference.ts';

/**
 * The names of those who did things, in the order asked for; also of members who were removed since,
 * and of keys and tokens that were revoked. One query however many.
 */
export async function findActorNames(
  database: Database,
  references: readonly ActorReference[],
): Promise<string[]> {
  const ids = references.map(({ id }) => id);
  const rows = await database
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.userId')
    .select(['members.id', 'users.name'])
    .where('members.id', 'in', ids)
    .unionAll(database.selectFrom('apiKeys').select(['id', 'name']).where('id', 'in', ids))
    .unionAll(database.selectFrom('serviceTokens').select(['id', 'name']).where('id', 'in', ids))
    .execute();
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return ids.map((id) => {
    const name = names.get(id);
    if (name === undefined) throw new Error(`No member, key or service token has the id ${id}`);
    return name;
  });
}
