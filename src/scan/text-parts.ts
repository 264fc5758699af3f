/** The most that is read at a time. */
export const partSize = 1 << 20;

/** As git decides it: a NUL among the first bytes. */
const probedBytes = 8000;

export type TextKind = 'utf-8' | 'utf-16le' | 'utf-16be' | 'binary';

/**
 * What a file is by its first bytes. Text in UTF-16, as Windows writes it, is told by its mark; without
 * one it counts as binary, and so is not scanned.
 */
export function textKindOf(beginning: Buffer): TextKind {
  if (beginning[0] === 0xff && beginning[1] === 0xfe) return 'utf-16le';
  if (beginning[0] === 0xfe && beginning[1] === 0xff) return 'utf-16be';
  return beginning.subarray(0, probedBytes).includes(0) ? 'binary' : 'utf-8';
}
