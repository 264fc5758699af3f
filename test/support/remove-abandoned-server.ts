// Outlives the process that started it (a test run), and cleans up if that was killed. It waits for the end of its
// input, which the operating system closes. Then it stops the server and removes its files.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [, , directory = '', dataDirectory = ''] = process.argv;
process.stdin.resume().once('end', () => void cleanUp());

async function cleanUp(): Promise<void> {
  const pidFile = join(dataDirectory, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  // The file is missing only after a regular stop. Then there is nothing to do.
  if (Number.isInteger(pid)) {
    process.kill(pid, 'SIGQUIT');
    await sleep(1_000);
  }
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
}
