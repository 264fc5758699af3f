import { isUtf8 } from 'node:buffer';

/**
 * Returns the name of a file or a reference for people and for JSON. It masks keys, and writes bytes that are not
 * UTF-8 as `\xff`.
 */
export function nameOf(bytes: Buffer): string {
  const text = isUtf8(bytes)
    ? bytes.toString('utf8')
    : bytes.toString('latin1').replaceAll(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
  return maskKeys(text);
}

/** Masks everything that looks like a key, with any prefix. Git's messages can also contain keys. */
export function maskKeys(text: string): string {
  return text.replaceAll(/_(live|test)_[0-9A-Za-z]{45}(?=[0-9A-Za-z]{4})/g, '_$1_…');
}

/** Keeps a name on one line: names may contain line feeds and control sequences of the terminal. */
export function onOneLine(text: string): string {
  return text.replaceAll(
    /(?!\t)[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (character) =>
      ({ '\n': '\\n', '\r': '\\r' })[character] ??
      `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
