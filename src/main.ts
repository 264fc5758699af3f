import { start } from './start.ts';
import { StartError } from './start-error.ts';

const graceMs = 10_000;

try {
  const running = await start(process.env);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void stop(running.stop));
  }
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** Requests under way finish and everything written is kept; what takes longer than the grace is cut off. */
async function stop(stopRunning: () => Promise<void>): Promise<void> {
  setTimeout(() => process.exit(1), graceMs).unref();
  await stopRunning();
  process.exit(0);
}
