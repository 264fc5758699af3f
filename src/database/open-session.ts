import type pg from 'pg';
import { namesSearchPath } from './client-configuration.ts';
import { sessionKindOf } from './pooler.ts';
import { applySessionSettings, type SessionLimits } from './session-settings.ts';

/**
 * Sets on each new connection what Latchkey relies on. Behind a pooler in transaction mode nothing can be set;
 * pooler.ts has then checked that the defaults are right.
 */
export async function openSession(
  client: Pick<pg.ClientBase, 'query'>,
  url: string,
  limits: SessionLimits,
): Promise<void> {
  if ((await sessionKindOf(url)) === 'shared') return;
  const searchPath = namesSearchPath(url) ? 'as given' : 'public';
  await applySessionSettings(client, limits, searchPath);
}
