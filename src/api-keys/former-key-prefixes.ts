import type { Services } from '../access/context.ts';
import { countActiveKeysWith, noteKeyPrefix } from './key-prefixes.sql.ts';

/** Returns prefixes of active keys that the configuration no longer accepts. Such keys are MALFORMED. */
export async function unacceptedKeyPrefixes({
  database,
  configuration: { keyPrefix, formerKeyPrefixes },
}: Pick<Services, 'database' | 'configuration'>): Promise<{ prefix: string; activeKeys: number }[]> {
  const used = await noteKeyPrefix(database, keyPrefix);
  const unaccepted = used.filter((prefix) => prefix !== keyPrefix && !formerKeyPrefixes.includes(prefix));
  const counted = unaccepted.map(async (prefix) => ({
    prefix,
    activeKeys: await countActiveKeysWith(database, prefix),
  }));
  return (await Promise.all(counted)).filter(({ activeKeys }) => activeKeys > 0);
}
