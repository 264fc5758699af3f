/** A part of a JSON text that JavaScript would read differently from how it was written. */
export type InexactPart = { readonly path: readonly (string | number)[]; readonly problem: string };

/**
 * In JavaScript, setting a property of this name sets the object's prototype. A program that copies an object would
 * lose or misuse a member of this name.
 */
export const forbiddenName = '__proto__';

export const inexactNumber =
  'has more digits than a double-precision number holds, or is too large; send it as a string';
const repeatedName = 'is given twice; give it once';
const forbidden = `is not allowed as a name: "${forbiddenName}" means something else in JavaScript`;

/** An object or a list around the current position; `name` is the current or next member or index. */
type Frame = { readonly names: Set<string> | null; name: string | number; expectsName: boolean };

const tokens = /"([^"\\]*(?:\\.[^"\\]*)*)"|([{}[\]])|(-?\d[-+.\deE]*)|(,)|[a-z]+/g;

/**
 * Finds the first part of a valid JSON text that `JSON.parse` would change: a member that appears twice, a forbidden
 * name, or a number that a double cannot hold. Returns null if there is none. It reads the text once, without
 * recursion.
 */
export function inexactPart(json: string): InexactPart | null {
  const frames: Frame[] = [];
  for (const [text, string, bracket, number, comma] of json.matchAll(tokens)) {
    const frame = frames.at(-1);
    if (bracket === '{') frames.push({ names: new Set(), name: '', expectsName: true });
    else if (bracket === '[') frames.push({ names: null, name: 0, expectsName: false });
    else if (bracket !== undefined) frames.pop();
    else if (comma !== undefined) next(frame);
    else if (number !== undefined && !isExactNumber(number)) return partAt(frames, inexactNumber);
    else if (string !== undefined && frame?.expectsName) {
      const problem = nameProblem(frame, string.includes('\\') ? String(JSON.parse(text)) : string);
      if (problem !== null) return partAt(frames, problem);
    }
  }
  return null;
}

function next(frame: Frame | undefined): void {
  if (frame === undefined) return;
  if (typeof frame.name === 'number') frame.name += 1;
  else frame.expectsName = true;
}

function nameProblem(frame: Frame, name: string): string | null {
  const isRepeated = frame.names?.has(name);
  frame.names?.add(name);
  frame.name = name;
  frame.expectsName = false;
  if (isRepeated) return repeatedName;
  return name === forbiddenName ? forbidden : null;
}

function partAt(frames: readonly Frame[], problem: string): InexactPart {
  return { path: frames.map(({ name }) => name), problem };
}

/**
 * Checks whether `Number` keeps the value of a decimal. It keeps `0.1` and `1e3`, but not `9007199254740993` or
 * `1e999`.
 */
export function isExactNumber(decimal: string): boolean {
  // The usual ones, without taking them apart: a double holds every decimal of 15 digits.
  if (decimal.length <= 15 && /^[-\d.]+$/.test(decimal)) return true;
  const value = Number(decimal);
  return Number.isFinite(value) && canonical(decimal) === canonical(String(value));
}

/** Returns the same text for every way to write a number. `0` and `-0` are the same. */
function canonical(decimal: string): string {
  const [mantissa = '', exponent = '0'] = decimal.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = whole + fraction;
  let start = 0;
  while (digits[start] === '0') start += 1;
  let end = digits.length;
  while (end > start && digits[end - 1] === '0') end -= 1;
  if (start === end) return '0';
  const sign = mantissa.startsWith('-') ? '-' : '';
  return `${sign}${digits.slice(start, end)}e${Number(exponent) - fraction.length + digits.length - end}`;
}
