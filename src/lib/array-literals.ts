/**
 * Writes arrays in PostgreSQL's text form, for statements that take many values. pg's own conversion took twice as long
 * as the look-ups themselves. Free text must go through `quoted`.
 */

export function arrayLiteral(values: readonly (string | number | null)[]): string {
  return `{${values.map((value) => value ?? 'null').join()}}`;
}

/** Returns an empty array if every value is null, so that the statement reads nothing. */
export function sparseArrayLiteral(values: readonly (string | number | null)[]): string {
  return values.every((value) => value === null) ? '{}' : arrayLiteral(values);
}

/** Quotes a text so that it can be an element of an array. */
export function quoted(text: string): string;
export function quoted(text: string | null): string | null;
export function quoted(text: string | null): string | null {
  return text === null ? null : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
