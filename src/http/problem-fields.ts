import type { InputProblem } from '../errors.ts';

/** A wrong field as REST callers write it: `permissions.0`, and as a JSON Pointer into the body. */
export type FieldProblem = InputProblem & { readonly pointer?: string };

/** The root of problems in a body that is parsed as it was sent, with the caller's own field names. */
export const bodyRoot = '#';

/** Operations call their input so (input.ts). The rest of the path has the operation's field names. */
const inputRoot = 'input';

/** Fields whose names differ by more than their case. */
const names: Readonly<Record<string, string>> = { scopes: 'permissions' };

/** Checks whether the problem is in the request's JSON body, and not in its query or headers. */
export function isInBody({ field }: InputProblem): boolean {
  return [bodyRoot, inputRoot].includes(rootOf(field));
}

/** Turns `input.rateLimit.perMinute` into `rate_limit.per_minute`. Fields outside the body keep their name. */
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

/** Escapes as RFC 6901, section 3, for a URI fragment. Names from strangers may contain lone surrogates. */
function escapeStep(step: string): string {
  return encodeURIComponent(step.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'));
}
