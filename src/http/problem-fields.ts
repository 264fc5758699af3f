import type { InputProblem } from '../errors.ts';

/** A wrong field as a REST caller knows it: `permissions.0`, and as a JSON Pointer into the body. */
export type FieldProblem = InputProblem & { readonly pointer?: string };

/** Root of the problems that a body has in the caller's own words, when it is parsed as it came. */
export const bodyRoot = '#';

/** What an operation calls its input (input.ts); the rest of the path is in its own words. */
const inputRoot = 'input';

/** Names that differ by more than their case. */
const names: Readonly<Record<string, string>> = { scopes: 'permissions' };

/** Whether the problem is in the request's body, which was JSON, and not in its query or headers. */
export function isInBody({ field }: InputProblem): boolean {
  return [bodyRoot, inputRoot].includes(rootOf(field));
}

/** `input.rateLimit.perMinute` → `rate_limit.per_minute`; what is not in the body stays as it is. */
export function fieldProblem(problem: InputProblem): FieldProblem {
  if (!isInBody(problem)) return problem;
  const path = problem.field.split('.').slice(1);
  const steps = rootOf(problem.field) === inputRoot ? path.map(callersName) : path;
  return {
    ...problem,
    field: steps.join('.') || 'body',
    pointer: ['#', ...steps.map(escapeStep)].join('/'),
  };
}

function rootOf(field: string): string {
  return field.split('.', 1)[0] ?? field;
}

function callersName(name: string): string {
  return names[name] ?? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** RFC 6901, section 3, as a URI fragment. Names that strangers make up may hold half of a character. */
function escapeStep(step: string): string {
  return encodeURIComponent(step.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'));
}
