import { createHash, type Hash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { z } from 'zod';
import { StartError } from '../start-error.ts';

/**
 * A backup consists of a line of JSON that describes it, the rows, compressed by gzip, and a line with the SHA-256 of
 * everything before. Each table's rows are frames of COPY's output, followed by an empty frame. The last frame
 * contains the numbers of rows.
 */

export const formatName = 'latchkey-backup';
export const formatVersion = 1;

const name = z.string().regex(/^[a-z][a-z0-9_]*$/);

export const headerSchema = z.object({
  format: z.literal(formatName),
  formatVersion: z.literal(formatVersion),
  latchkeyVersion: z.string(),
  /** The last migration of the database. */
  migration: z.string(),
  /** The database's time at the moment that the rows show. */
  time: z.iso.datetime(),
  tables: z.array(z.object({ name, columns: z.array(name).min(1) })),
});

export type BackupHeader = z.output<typeof headerSchema>;

export const rowCountsSchema = z.record(z.string(), z.int().nonnegative());

export type RowCounts = z.output<typeof rowCountsSchema>;

const checksumLabel = 'sha256 ';
export const checksumLength = checksumLabel.length + 64 + 1;

export function checksumLine(hash: Hash): Buffer {
  return Buffer.from(`${checksumLabel}${hash.digest('hex')}\n`);
}

/** Returns the bytes of the whole file. */
export async function* backupBytes(
  header: BackupHeader,
  frames: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  hash.update(line);
  yield line;
  const gzip = createGzip();
  const written = pipeline(frames, gzip);
  // The loop below receives the failure.
  written.catch(() => {});
  for await (const chunk of gzip) {
    const bytes = z.instanceof(Buffer).parse(chunk);
    hash.update(bytes);
    yield bytes;
  }
  await written;
  yield checksumLine(hash);
}

const lengthBytes = 4;

/** Returns a part as frames, followed by an empty frame. */
export async function* framesOf(part: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of part) yield* frame(chunk);
  yield* frame(Buffer.alloc(0));
}

export function* frame(content: Buffer): Generator<Buffer> {
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(content.length);
  yield length;
  yield content;
}

/** Reads frames from bytes that come in pieces of any size. */
export class FrameReader {
  readonly #pieces: AsyncIterator<Buffer>;
  #rest = Buffer.alloc(0);

  constructor(bytes: AsyncIterable<Buffer>) {
    this.#pieces = bytes[Symbol.asyncIterator]();
  }

  async next(): Promise<Buffer> {
    const length = (await this.#take(lengthBytes)).readUInt32BE();
    return this.#take(length);
  }

  async *part(): AsyncGenerator<Buffer> {
    for (;;) {
      const content = await this.next();
      if (content.length === 0) return;
      yield content;
    }
  }

  async #take(length: number): Promise<Buffer> {
    while (this.#rest.length < length) {
      const piece = await this.#pieces.next();
      if (piece.done) throw new StartError('The backup ends too early.');
      this.#rest = Buffer.concat([this.#rest, piece.value]);
    }
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }
}
