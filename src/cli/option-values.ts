import { InvalidArgumentError } from 'commander';
import { normalizeAddress } from '../lib/address-ranges.ts';
import { parseInstant } from '../lib/instants.ts';

/* Reads the values of options, for commander. */

/** `a, b` → `['a', 'b']` */
export function splitNames(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

export function requireInstant(text: string): Date {
  const instant = parseInstant(text);
  if (instant !== null) return instant;
  throw new InvalidArgumentError('expected an instant with a time zone, such as 2027-01-01T00:00:00Z');
}

export function requireAddress(text: string): string {
  const address = normalizeAddress(text);
  if (address !== null) return address;
  throw new InvalidArgumentError('expected an IPv4 or IPv6 address');
}

/** The operation checks whether the number is too small or too large. */
export function parseWholeNumber(text: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw new InvalidArgumentError('expected a whole number');
  return Number(text);
}
