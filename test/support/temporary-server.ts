import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedServer } from '../../src/database/embedded-server.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Starts a PostgreSQL server whose files are removed when it stops. Its data need not survive a power failure. */
export async function startTemporaryServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const directory = await temporaryDirectory('server');
  const dataDirectory = join(directory.path, 'postgresql');
  const releaseGuard = guard(directory.path, dataDirectory);
  const server = await startEmbeddedServer({
    dataDirectory,
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '300' },
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await directory.remove();
      releaseGuard();
    },
  };
}

// Without the guard, a run that is killed would leave its server running for ever.
function guard(directory: string, dataDirectory: string): () => void {
  const script = fileURLToPath(new URL('remove-abandoned-server.ts', import.meta.url));
  const child = spawn(process.execPath, [script, directory, dataDirectory], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  return () => child.stdin.end();
}
