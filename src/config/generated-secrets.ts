import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { newSecret, secretLength } from '../lib/secrets.ts';
import { StartError } from '../start-error.ts';

const fileName = 'secret';

/**
 * Returns the secret in `<dataDirectory>/secret`, 43 base62 characters, which the first start generates. Only its
 * owner can read the file (0600). Processes that start at the same time all get the same secret. Throws StartError.
 */
export async function readOrCreateSecret(dataDirectory: string): Promise<string> {
  const path = join(dataDirectory, fileName);
  try {
    const secret = (await readIfPresent(path)) ?? (await createOnce(dataDirectory, path));
    if (/^[0-9A-Za-z]+$/.test(secret) && secret.length === secretLength) return secret;
  } catch (error) {
    throw new StartError(`${path}: cannot be read or written: ${reasonOf(error)}`, { cause: error });
  }
  // A damaged secret is never replaced, because everything that it encrypted would be lost.
  throw new StartError(
    `${path}: damaged; restore it from a backup, or set LATCHKEY_SECRET to its former value`,
  );
}

async function readIfPresent(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/**
 * Writes the whole file under another name and then links it, which fails if the file exists. So nobody reads a
 * half-written secret, and the second of two writers gets the secret of the first.
 */
async function createOnce(dataDirectory: string, path: string): Promise<string> {
  await mkdir(dataDirectory, { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeDurably(draft, `${newSecret()}\n`);
    await link(draft, path).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return (await readFile(path, 'utf8')).trim();
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
