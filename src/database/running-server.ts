import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { clientConfiguration } from './client-configuration.ts';
import { passwordFile, serverUser } from './server-files.ts';
import { codeOf, fileProblem } from './server-problems.ts';

const portLine = 3;
const readyLine = 7;

/**
 * Returns the address of the embedded server that another process runs on this directory, or null if none answers. The
 * server writes its port into postmaster.pid, and its password is in a file beside it.
 */
export async function runningServerUrl(dataDirectory: string): Promise<string | null> {
  const lines = (await readIfPresent(join(dataDirectory, 'postmaster.pid')))?.split('\n');
  if (lines?.[readyLine]?.trim() !== 'ready') return null;
  const password = await readIfPresent(join(dataDirectory, passwordFile));
  if (password === null) return null;
  const url = `postgres://${serverUser}:${password}@127.0.0.1:${lines[portLine]?.trim()}/postgres`;
  return (await answers(url)) ? url : null;
}

/** The file may be from a killed server, and another program may use the port now. */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client(clientConfiguration(url));
  // The connection may break just after it was made. The caller then asks again.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function readIfPresent(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw fileProblem(error, path);
  });
}
