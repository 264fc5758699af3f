import { restartWithSmallMemory } from './restart.ts';
import { StartError } from './start-error.ts';

restartWithSmallMemory(process.env);
try {
  // After the restart, so that nothing is loaded twice.
  const { runService } = await import('./run-service.ts');
  await runService(process.env);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
