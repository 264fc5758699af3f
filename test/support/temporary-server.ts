import { join } from 'node:path';
import { startEmbeddedServer } from '../../src/database/embedded-server.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** A PostgreSQL server whose files vanish with it; what it stores need not survive a power cut. */
export async function startTemporaryServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const directory = await temporaryDirectory('server');
  const server = await startEmbeddedServer({
    dataDirectory: join(directory.path, 'postgresql'),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await directory.remove();
    },
  };
}
