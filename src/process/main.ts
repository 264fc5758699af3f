import { StartError } from '../start-error.ts';
import { runService } from './run-service.ts';

try {
  await runService(process.env);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
