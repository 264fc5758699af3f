/*
 * PostgreSQL's text form of arrays, for statements that take many values: pg's own conversion took
 * twice as long as the look-up they were for. Texts that may hold anything are passed through `quoted`.
 */

export function arrayLiteral(values: readonly (string | number | null)[]): string {
  return `{${values.map((value) => value ?? 'null').join()}}`;
}

/** Empty when there is nothing but null, so that the statement has nothing to read. */
export function sparseArrayLiteral(values: readonly (string | number | null)[]): string {
  return values.every((value) => value === null) ? '{}' : arrayLiteral(values);
}

/** A text as an element of an array. */
export function quoted(text: string): string;
export function quoted(text: string | null): string | null;
export function quoted(text: string | null): string | null {
  return text === null ? null : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
