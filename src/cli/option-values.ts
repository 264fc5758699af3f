import { InvalidArgumentError } from 'commander';

/* Reads the values of options, for commander. */

/** `a, b` → `['a', 'b']` */
export function splitNames(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

export function parseInstant(text: string): Date {
  const instant = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/i.test(text) ? new Date(text) : null;
  if (instant === null || Number.isNaN(instant.getTime())) {
    throw new InvalidArgumentError('expected an instant with a time zone, such as 2027-01-01T00:00:00Z');
  }
  return instant;
}

/** Whether it is too small or too large, the operation says. */
export function parseWholeNumber(text: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw new InvalidArgumentError('expected a whole number');
  return Number(text);
}
