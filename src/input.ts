import type { z } from 'zod';
import { badInput, type InputProblem } from './errors.ts';

/** Parses a caller's input, or refuses it naming each wrong field: `input.name: …`. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  root = 'input',
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => inputProblems(issue, root));
  throw badInput(problems.slice(0, mostProblems));
}

/** So many are named; a stranger's object could hold ten thousand fields that nobody knows. */
const mostProblems = 20;

function inputProblems(issue: z.core.$ZodIssue, root: string): InputProblem[] {
  const path = [root, ...issue.path.map(String)];
  if (issue.code !== 'unrecognized_keys') return [{ field: fieldName(path), problem: issue.message }];
  return issue.keys
    .slice(0, mostProblems)
    .map((key) => ({ field: fieldName([...path, key]), problem: 'is unknown' }));
}

function fieldName(path: readonly string[]): string {
  return path.filter(Boolean).join('.');
}
