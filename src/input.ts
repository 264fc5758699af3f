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
  throw badInput(result.error.issues.map((issue) => inputProblem(issue, root)));
}

function inputProblem(issue: z.core.$ZodIssue, root: string): InputProblem {
  return { field: [root, ...issue.path.map(String)].filter(Boolean).join('.'), problem: issue.message };
}
