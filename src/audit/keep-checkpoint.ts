import { writeFile } from 'node:fs/promises';
import { codeOf, messageOf } from '../database/server-problems.ts';
import { StartError } from '../start-error.ts';

const maxAnswerMs = 30_000;

/** Tells an address from the path of a file. */
export function isAddress(destination: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(destination);
}

/** Keeps a checkpoint in a file, or at an address outside of the machine. Throws StartError. */
export async function keepCheckpoint(destination: string, text: string): Promise<void> {
  if (!isAddress(destination)) return keepInFile(destination, text);
  const url = URL.parse(destination);
  if (url === null) throw new StartError('--to: the address is malformed');
  if (url.protocol !== 'https:') throw new StartError('--to: the address must begin with https://');
  return sendTo(url, text);
}

/** An older checkpoint is never replaced: it is the proof. */
async function keepInFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx', flush: true });
  } catch (error) {
    if (codeOf(error) === 'EEXIST')
      throw new StartError(
        `--to: ${path} exists already, and a checkpoint is never replaced; name a new file`,
      );
    throw new StartError(`--to: ${path} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}

/** The address may contain a secret, so messages name only its host. */
async function sendTo(url: URL, text: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: text,
    redirect: 'error',
    signal: AbortSignal.timeout(maxAnswerMs),
  }).catch((error: unknown) => {
    throw new StartError(`--to: ${url.host} did not take the checkpoint: ${messageOf(error)}`, {
      cause: error,
    });
  });
  await response.body?.cancel();
  if (!response.ok)
    throw new StartError(`--to: ${url.host} refused the checkpoint with status ${response.status}`);
}
