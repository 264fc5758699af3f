import { closeSync, lstatSync, openSync, readlinkSync, readSync } from 'node:fs';
import { type FoundKey, KeyFinder } from './key-finder.ts';
import { nameOf } from './printable-name.ts';
import { ScanError } from './scan-error.ts';

export type FileScan = { readonly found: readonly FoundKey[]; readonly bytes: number };

/** The most that is read at a time. */
const partSize = 1 << 20;

/** Reads one file at a time into the same memory: for one core that is the fastest there is. */
const memory = Buffer.allocUnsafeSlow(partSize);

/**
 * A file as git keeps it: of a symbolic link, the path that it holds. A folder, or nothing, has no content.
 * Throws ScanError for what cannot be read.
 */
export function scanPath(path: Buffer, prefixes: readonly string[]): FileScan {
  return reading(path, () => {
    const entry = lstatSync(path, { throwIfNoEntry: false });
    if (entry?.isFile()) return scanFile(path, prefixes);
    const content = entry?.isSymbolicLink() ? readlinkSync(path, 'buffer') : Buffer.alloc(0);
    return { found: new KeyFinder(prefixes).all(content), bytes: content.length };
  });
}

/** Throws ScanError for what cannot be read, ENOENT as `cause` included. */
export function scanFile(path: Buffer, prefixes: readonly string[]): FileScan {
  return reading(path, () => {
    const file = openSync(path, 'r');
    try {
      return scanOpenFile(file, new KeyFinder(prefixes));
    } finally {
      closeSync(file);
    }
  });
}

function reading<Result>(path: Buffer, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof ScanError) throw cause;
    throw new ScanError(`${nameOf(path)}: cannot be read (${reasonOf(cause)})`, { cause });
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function scanOpenFile(file: number, finder: KeyFinder): FileScan {
  const first = readPart(file);
  if (first.length < partSize) return { found: finder.all(first), bytes: first.length };
  const found: FoundKey[][] = [];
  let bytes = 0;
  for (let part = first; part.length > 0; part = readPart(file)) {
    found.push(finder.next(part));
    bytes += part.length;
  }
  return { found: found.flat(), bytes };
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
  const found: FoundKey[][] = [];
  let bytes = 0;
  for await (const part of stream) {
    found.push(finder.next(part));
    bytes += part.length;
  }
  return { found: found.flat(), bytes };
}
