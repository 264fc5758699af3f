import { closeSync, openSync, readSync } from 'node:fs';
import { type FoundKey, KeyFinder } from './key-finder.ts';
import { ScanError } from './scan-error.ts';
import { partSize, textKindOf } from './text-parts.ts';

export type FileScan = {
  readonly found: readonly FoundKey[];
  readonly bytes: number;
  /** Read no further than to see that it is no text. */
  readonly binary: boolean;
};

/** Reads one file at a time into the same memory: for one core that is the fastest there is. */
const memory = Buffer.allocUnsafeSlow(partSize);

/** Throws ScanError for what cannot be read, ENOENT as `cause` included. */
export function scanFile(path: string, prefixes: readonly string[]): FileScan {
  try {
    const file = openSync(path, 'r');
    try {
      return scanOpenFile(file, new KeyFinder(prefixes));
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new ScanError(`${path}: cannot be read (${reason})`, { cause });
  }
}

function scanOpenFile(file: number, finder: KeyFinder): FileScan {
  const first = readPart(file);
  const kind = textKindOf(first);
  if (kind === 'binary') return { found: [], bytes: first.length, binary: true };
  const decoder = kind === 'utf-8' ? null : new TextDecoder(kind);
  const textOf = (part: Buffer) =>
    decoder === null ? part : Buffer.from(decoder.decode(part, { stream: true }));
  if (first.length < partSize)
    return { found: finder.all(textOf(first)), bytes: first.length, binary: false };
  const found = finder.next(textOf(first));
  let bytes = first.length;
  for (let part = readPart(file); part.length > 0; part = readPart(file)) {
    found.push(...finder.next(textOf(part)));
    bytes += part.length;
  }
  return { found, bytes, binary: false };
}

/** Filled as far as there is anything to fill it with; a pipe gives less than is asked for. */
function readPart(file: number): Buffer {
  let length = 0;
  while (length < partSize) {
    const read = readSync(file, memory, length, partSize - length, null);
    if (read === 0) break;
    length += read;
  }
  return memory.subarray(0, length);
}

/** A stream such as standard input. */
export async function scanStream(
  stream: AsyncIterable<Buffer>,
  prefixes: readonly string[],
): Promise<FileScan> {
  const finder = new KeyFinder(prefixes);
  const found: FoundKey[] = [];
  let bytes = 0;
  for await (const part of stream) {
    found.push(...finder.next(part));
    bytes += part.length;
  }
  return { found, bytes, binary: false };
}
