import { closeSync, lstatSync, openSync, readlinkSync, readSync } from 'node:fs';
import { type FoundKey, KeyFinder } from './key-finder.ts';
import { nameOf } from './printable-name.ts';
import { ScanError } from './scan-error.ts';

export type FileScan = { readonly found: readonly FoundKey[]; readonly bytes: number };

const partSize = 1 << 20;

/** One buffer for all files, which are read one after the other: the fastest way on one core. */
const memory = Buffer.allocUnsafeSlow(partSize);

/**
 * Scans a file in the form that git stores: for a symbolic link, the path that it contains. A folder or a missing file
 * has no content. Throws ScanError if it cannot be read.
 */
export function scanPath(path: Buffer, prefixes: readonly string[]): FileScan {
  return reading(path, () => {
    const entry = lstatSync(path, { throwIfNoEntry: false });
    if (entry?.isFile()) return scanFile(path, prefixes);
    const content = entry?.isSymbolicLink() ? readlinkSync(path, 'buffer') : Buffer.alloc(0);
    return { found: new KeyFinder(prefixes).all(content), bytes: content.length };
  });
}

/** Throws ScanError if the file cannot be read, also for ENOENT, which is then in `cause`. */
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

/** Reads until the buffer is full or the file ends. A pipe returns less than was requested. */
function readPart(file: number): Buffer {
  let length = 0;
  while (length < partSize) {
    const read = readSync(file, memory, length, partSize - length, null);
    if (read === 0) break;
    length += read;
  }
  return memory.subarray(0, length);
}

/** Scans a stream, such as standard input. */
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
