import { isListOfTexts, isRecord } from './values.ts';

/** The requirement of a route. */
export type Requirement = {
  /** All must be held. */
  readonly scopes?: readonly string[];
  readonly environment?: 'test' | 'live';
  /** How much of the key's limits a request consumes (default 1). */
  readonly cost?: number;
};

/**
 * Returns the expected form of a field, or null if the value has it. JSON would turn a cost such as NaN into null, which
 * means 1.
 */
export const requirementFields: Readonly<
  Record<keyof Required<Requirement>, (value: unknown) => string | null>
> = {
  scopes: (value) => (isListOfTexts(value) ? null : 'a list of scopes'),
  environment: (value) => (value === 'test' || value === 'live' ? null : '"test" or "live"'),
  cost: (value) => (isCount(value) ? null : 'a whole number, at least 0'),
};

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/**
 * Returns the problem of a requirement from unchecked code, or null. A misspelt field, or a list instead of the object,
 * would require nothing and so accept every key.
 */
export function requirementProblem(requirement: unknown): string | null {
  if (!isRecord(requirement)) return 'requirement: expected an object such as { scopes: ["invoices:read"] }';
  const known = Object.entries(requirementFields);
  const unknownName = Object.keys(requirement).find((name) => !Object.hasOwn(requirementFields, name));
  if (unknownName !== undefined) {
    return `requirement.${unknownName}: is not known; expected ${known.map(([name]) => name).join(', ')}`;
  }
  for (const [name, expectedOf] of known) {
    const value = requirement[name];
    const expected = value === undefined ? null : expectedOf(value);
    if (expected !== null) return `requirement.${name}: expected ${expected}`;
  }
  return null;
}
