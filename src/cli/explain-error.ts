import { BadInputError, ConfigurationError, type LatchkeyError } from '../../packages/client/src/errors.ts';
import type { InputProblem } from '../errors.ts';
import type { Output } from './output.ts';

export const exitCodes = { done: 0, failed: 1, wrongUse: 2 } as const;

/** Prints the server's refusal, or why the server was not reached, and the remedy. Returns the exit code. */
export function explainLatchkeyError(error: LatchkeyError, { remark }: Output): number {
  if (error instanceof BadInputError && error.problems.length > 0) {
    remark(describeProblems(error.problems));
    return exitCodes.wrongUse;
  }
  remark(error.message);
  if (error.remedy !== undefined) remark(error.remedy);
  if (error.status !== undefined && error.status >= 500 && error.requestId !== undefined) {
    remark(`Request id: ${error.requestId}`);
  }
  const isWrongUse = error instanceof ConfigurationError || error instanceof BadInputError;
  return isWrongUse ? exitCodes.wrongUse : exitCodes.failed;
}

export function describeProblems(problems: readonly InputProblem[]): string {
  return problems.map(describeProblem).join('\n');
}

/**
 * Names the option of a wrong field: `input.rateLimit.perMinute` is `--rate-limit-per-minute`, and `input.scopes.1` is
 * `--scopes`. Filters of a list, such as `createdBy`, have no `input` before them.
 */
function describeProblem({ field, problem }: InputProblem): string {
  if (field === 'Latchkey-Organization') return `--organization, sent as ${field}: ${problem}`;
  const steps = field.replace(/^input\./, '').split('.');
  const name = steps.filter((step) => !/^\d+$/.test(step)).join('-');
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${problem}`;
}
