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

/**
 * Finds the first part of a valid JSON text that `JSON.parse` would change: a member that appears twice, a forbidden
 * name, or a number that a double cannot hold. Returns null if there is none. It reads the text once, without
 * recursion and without a regular expression, because every verification uses it.
 */
export function inexactPart(json: string): InexactPart | null {
  const frames: Frame[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const frame = frames.at(-1);
    const sign = json[at];
    if (sign === '{') frames.push({ names: new Set(), name: '', expectsName: true });
    else if (sign === '[') frames.push({ names: null, name: 0, expectsName: false });
    else if (sign === '}' || sign === ']') frames.pop();
    else if (sign === ',') next(frame);
    else if (sign === '"') {
      const end = stringEnd(json, at);
      const problem = frame?.expectsName ? nameProblem(frame, stringOf(json.slice(at, end))) : null;
      if (problem !== null) return partAt(frames, problem);
      at = end - 1;
    } else if (startsNumber(sign)) {
      const end = numberEnd(json, at);
      if (!isExactNumber(json.slice(at, end))) return partAt(frames, inexactNumber);
      at = end - 1;
    }
  }
  return null;
}

/** The position after the string that begins at `start`. */
function stringEnd(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end + 1;
}

/** An odd number of backslashes before a quote escapes it. */
function isEscaped(json: string, quote: number): boolean {
  let first = quote;
  while (json[first - 1] === '\\') first -= 1;
  return (quote - first) % 2 === 1;
}

function stringOf(quoted: string): string {
  return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}

function startsNumber(sign: string | undefined): boolean {
  return sign !== undefined && ((sign >= '0' && sign <= '9') || sign === '-');
}

function numberEnd(json: string, start: number): number {
  numberSigns.lastIndex = start;
  return numberSigns.test(json) ? numberSigns.lastIndex : start + 1;
}

const numberSigns = /[-+.\deE]+/y;

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
  // The usual numbers, without parsing them: a double holds every decimal of 15 digits.
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
