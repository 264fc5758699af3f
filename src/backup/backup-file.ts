import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { migrationFolder, migrationNames } from '../database/migration-files.ts';
import { codeOf, messageOf } from '../database/server-problems.ts';
import { StartError } from '../start-error.ts';
import {
  type BackupHeader,
  checksumLength,
  checksumLine,
  formatName,
  formatVersion,
  headerSchema,
} from './backup-format.ts';
import { backupTables } from './backup-tables.ts';

/**
 * Writes a file that only its owner can read. It has another name until it is complete, so that an incomplete file is
 * never mistaken for a backup.
 */
export async function writeBackupFile(
  path: string,
  bytes: AsyncIterable<Buffer>,
  { replaces }: { replaces: boolean },
): Promise<void> {
  const draft = `${path}.${randomUUID()}.part`;
  const removeDraft = () => rmSync(draft, { force: true });
  process.on('exit', removeDraft);
  try {
    await pipeline(bytes, createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }));
    if (!replaces) await refuseExisting(path);
    await rename(draft, path);
    await flushFolder(dirname(path));
  } catch (error) {
    throw error instanceof StartError ? error : writeProblem(error, path);
  } finally {
    process.off('exit', removeDraft);
    removeDraft();
  }
}

export async function refuseExisting(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw writeProblem(error, path);
  });
  if (found === null) return;
  throw new StartError(`${path} already exists; name another file, or replace this one with --force.`);
}

/** Makes sure that the new name survives a power failure. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function writeProblem(error: unknown, path: string): StartError {
  const options = { cause: error };
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new StartError(`${path}: there is no folder ${dirname(path)}; create it first.`, options);
    case 'EISDIR':
      return new StartError(`${path} is a folder; name a file in it.`, options);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new StartError(
        `${path} cannot be written by this user; name a file in another folder.`,
        options,
      );
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new StartError(`The disk is too full for ${path}; name a file on another disk.`, options);
    default:
      return new StartError(`${path} cannot be written: ${messageOf(error)}`, options);
  }
}

export type BackupFile = {
  readonly header: BackupHeader;
  /** The frames, uncompressed. */
  rows(): AsyncIterable<Buffer>;
};

/** Reads a whole backup once and checks that it is complete and unchanged, before anything is restored. */
export async function openBackupFile(path: string): Promise<BackupFile> {
  try {
    await using file = await open(path, 'r');
    const status = await file.stat();
    if (!status.isFile()) {
      throw new StartError(
        `${path} is not a file. A restore reads its file twice, so it accepts neither a pipe nor a folder.`,
      );
    }
    const { header, length } = await readHeader(path, file);
    const end = status.size - checksumLength;
    if (!(await hasItsChecksum(path, file, end))) throw damaged(path);
    return { header: headerOf(path, header), rows: () => uncompress(path, length, end) };
  } catch (error) {
    if (error instanceof StartError) throw error;
    if (codeOf(error) === 'ENOENT') throw new StartError(`There is no file ${path}.`, { cause: error });
    throw new StartError(`${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** Much larger than the names of all tables and columns. */
const maxHeaderBytes = 1_048_576;

const beginSchema = z.object({
  format: z.literal(formatName),
  formatVersion: z.int(),
  latchkeyVersion: z.string(),
  migration: z.string(),
});

/** Refuses a file that is not a backup, and a backup of a newer Latchkey, whose checksum may be at another place. */
async function readHeader(path: string, file: FileHandle): Promise<{ header: unknown; length: number }> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(maxHeaderBytes), 0, maxHeaderBytes, 0);
  const lineEnd = buffer.subarray(0, bytesRead).indexOf('\n');
  const header = parseJson(buffer.toString('utf8', 0, Math.max(lineEnd, 0)));
  const begin = beginSchema.safeParse(header);
  if (!begin.success) {
    throw new StartError(`${path} is not a backup of Latchkey; name a file that "latchkey backup" wrote.`);
  }
  const { latchkeyVersion, migration } = begin.data;
  const known = await migrationNames(migrationFolder);
  if (begin.data.formatVersion > formatVersion || !known.includes(migration)) {
    throw new StartError(
      `${path} was made by a newer Latchkey (${latchkeyVersion}, migration ${migration}); restore it with that version or a later one.`,
    );
  }
  return { header, length: lineEnd + 1 };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function hasItsChecksum(path: string, file: FileHandle, end: number): Promise<boolean> {
  if (end <= 0) return false;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { end: end - 1 })) {
    hash.update(z.instanceof(Buffer).parse(chunk));
  }
  const { buffer, bytesRead } = await file.read(Buffer.alloc(checksumLength), 0, checksumLength, end);
  return bytesRead === checksumLength && buffer.equals(checksumLine(hash));
}

function headerOf(path: string, header: unknown): BackupHeader {
  const parsed = headerSchema.safeParse(header);
  if (!parsed.success) throw damaged(path);
  const known: readonly string[] = backupTables;
  if (!parsed.data.tables.every(({ name }) => known.includes(name))) throw damaged(path);
  return parsed.data;
}

async function* uncompress(path: string, start: number, end: number): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const read = pipeline(createReadStream(path, { start, end: end - 1 }), gunzip);
  // The loop below receives the failure.
  read.catch(() => {});
  try {
    for await (const chunk of gunzip) yield z.instanceof(Buffer).parse(chunk);
    await read;
  } catch {
    throw damaged(path);
  }
}

function damaged(path: string): StartError {
  return new StartError(
    `${path} is damaged: it was cut or changed after it was written. Nothing was restored; use another copy of it.`,
  );
}
