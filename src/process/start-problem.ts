import { databaseProblem, isDatabaseError } from '../database/database-problem.ts';
import { messageOf } from '../database/server-problems.ts';
import type { Logger } from '../lib/logger.ts';
import { StartError } from '../start-error.ts';

/** Turns any error of a start into one line for the operator. LOG_LEVEL=debug also logs where it happened. */
export function startProblem(error: unknown, log: Pick<Logger, 'debug'>): StartError {
  if (error instanceof StartError) return error;
  log.debug({ err: error }, 'The start failed');
  if (isDatabaseError(error)) return databaseProblem(error);
  return new StartError(`Latchkey cannot start: ${messageOf(error).replaceAll(/\s*\n\s*/g, ' ')}`, {
    cause: error,
  });
}
