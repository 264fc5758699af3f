import { z } from 'zod';
import { forbiddenName } from '../lib/exact-json.ts';

const maxBytes = 4096;
const maxLevels = 20;

/** The organization's own data about a key: a JSON object that is returned exactly as it was sent. */
export const keyMetadata = z
  .custom<Record<string, unknown>>(isObject, 'expected a JSON object')
  // This check comes first. The later ones walk the whole value, and deep nesting would overflow the stack.
  .refine((value) => isWithin(value, maxLevels), {
    message: `expected at most ${maxLevels} levels of objects and lists`,
    abort: true,
  })
  .refine(isStorable, {
    message: `contains a value that cannot be stored: NUL, half of a surrogate pair, a number that JSON does not have, or the name "${forbiddenName}"`,
    abort: true,
  })
  .refine(
    (value) => Buffer.byteLength(JSON.stringify(value)) <= maxBytes,
    `expected at most ${maxBytes} bytes as JSON`,
  )
  .meta({ type: 'object', additionalProperties: true });

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((item) => isWithin(item, levels - 1));
}

/** jsonb stores neither NUL nor half of a surrogate pair, in names or values. It would store 1e999 as null. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isStorable);
  if (typeof value !== 'object' || value === null) return value !== undefined;
  return isPlain(value) && Object.entries(value).every(([key, item]) => isName(key) && isStorable(item));
}

/** A GraphQL literal can contain a variable of another type, such as a DateTime. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isName(key: string): boolean {
  return key !== forbiddenName && isStorable(key);
}
