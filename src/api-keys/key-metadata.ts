import { z } from 'zod';
import { forbiddenName } from '../lib/exact-json.ts';

const maxBytes = 4096;
const maxLevels = 20;

/** The organization's own data about a key: a JSON object that comes back as it was given. */
export const keyMetadata = z
  .custom<Record<string, unknown>>(isObject, 'expected a JSON object')
  // First, since what follows walks the whole value: an overlong nesting would overflow the stack.
  .refine((value) => isWithin(value, maxLevels), {
    message: `expected at most ${maxLevels} levels of objects and lists`,
    abort: true,
  })
  .refine(isStorable, {
    message: `contains what cannot be stored: NUL, half of a surrogate pair, a number beyond JSON, or the name "${forbiddenName}"`,
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

/** jsonb holds neither NUL nor half of a surrogate pair, in keys or values; 1e999 would become null. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isStorable);
  if (typeof value !== 'object' || value === null) return value !== undefined;
  return isPlain(value) && Object.entries(value).every(([key, item]) => isName(key) && isStorable(item));
}

/** A variable of another type, such as a DateTime, can stand within a literal of metadata. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isName(key: string): boolean {
  return key !== forbiddenName && isStorable(key);
}
