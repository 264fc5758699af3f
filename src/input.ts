import type { z } from 'zod';
import { badInput, type InputProblem } from './errors.ts';
import { inexactPart } from './lib/exact-json.ts';

/** Parses a caller's input. Refuses it with BAD_USER_INPUT, which names each wrong field: `input.name: …`. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  root = 'input',
): z.output<Schema> {
  const result = schema.safeParse(value, { error: problemOf });
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => inputProblems(issue, root));
  throw badInput(problems.slice(0, maxProblems));
}

/** Refuses a valid JSON text that JavaScript would read differently from how it was written. */
export function checkExactJson(text: string, root = ''): void {
  const part = inexactPart(text);
  if (part === null) return;
  const field = fieldName([root, ...part.path.map(String)]).slice(0, maxFieldNameLength);
  throw badInput([{ field: field || 'body', problem: part.problem }]);
}

const maxFieldNameLength = 200;

/** The maximum number of problems in a refusal. An object could contain ten thousand unknown fields. */
const maxProblems = 20;

function inputProblems(issue: z.core.$ZodIssue, root: string): InputProblem[] {
  const path = [root, ...issue.path.map(String)];
  if (issue.code !== 'unrecognized_keys') return [{ field: fieldName(path), problem: issue.message }];
  return issue.keys
    .slice(0, maxProblems)
    .map((key) => ({ field: fieldName([...path, key]), problem: 'is unknown' }));
}

function fieldName(path: readonly string[]): string {
  return path.filter(Boolean).join('.');
}

/** Returns the problem of a value if the schema has no message for it. The library's own messages are never shown. */
function problemOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'is required'
        : `expected ${typeNames[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return issue.input === undefined
        ? `is required: ${expectedValues(issue.values)}`
        : expectedValues(issue.values);
    case 'too_small':
      return `expected at least ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `expected at most ${issue.maximum}${unitOf(issue.origin)}`;
    case 'invalid_format':
      return `expected ${formatNames[issue.format] ?? `the form "${issue.format}"`}`;
    default:
      return 'is not valid';
  }
}

/** JSON's names of types. GraphQL checks its own types before. */
const typeNames: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
  date: 'an instant with a time zone, such as "2026-10-14T00:00:00Z"',
};

const formatNames: Readonly<Record<string, string>> = {
  email: 'an email address',
  url: 'a URL',
  uuid: 'a UUID',
};

function expectedValues(values: readonly unknown[]): string {
  const names = values.map((value) => JSON.stringify(value));
  return `expected ${names.length > 1 ? 'one of ' : ''}${names.join(', ')}`;
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' elements' : '';
}
