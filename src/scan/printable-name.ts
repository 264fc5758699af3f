import { isUtf8 } from 'node:buffer';

/**
 * The name of a file or a reference for people and for JSON: a key in it masked, and bytes that are no
 * UTF-8 as `\xff`.
 */
export function nameOf(bytes: Buffer): string {
  const text = isUtf8(bytes)
    ? bytes.toString('utf8')
    : bytes.toString('latin1').replaceAll(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
  return maskKeys(text);
}

/** Whatever looks like a key, of whichever prefix; git's words can hold one too. */
export function maskKeys(text: string): string {
  return text.replaceAll(/_(live|test)_[0-9A-Za-z]{45}(?=[0-9A-Za-z]{4})/g, '_$1_…');
}

/** Within one line of a terminal: a name may hold line feeds, and commands to the terminal. */
export function onOneLine(text: string): string {
  return text.replaceAll(
    /(?!\t)[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (character) =>
      ({ '\n': '\\n', '\r': '\\r' })[character] ??
      `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
