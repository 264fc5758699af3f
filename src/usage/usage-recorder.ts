import type { Pool } from '../database/pool.ts';
import { newUuid } from '../lib/ids.ts';
import type { Logger } from '../lib/logger.ts';
import {
  emptyGroup,
  isEmpty,
  type KeyUse,
  type KnownKeyCode,
  keyCounts,
  keysOf,
  serviceCounts,
  type UnknownKeyCode,
  type UsageGroup,
} from './usage-group.ts';
import { removeWriter, writeUsage } from './usage-recorder.sql.ts';

export type UsageRecorder = {
  recordKnownKey(apiKeyId: string, code: KnownKeyCode, use: KeyUse): void;
  recordUnknownKey(serviceTokenId: string, code: UnknownKeyCode, at: Date): void;
  /** Writes what is not yet written. */
  stop(): Promise<void>;
};

type UsageRecorderOptions = {
  pool: Pool;
  log: Pick<Logger, 'error'>;
  usageIntervalMs?: number;
};

/** With the time that a write takes, below the second that a killed process may lose. */
const defaultIntervalMs = 500;
/** So many keys are written at once at most: more would hold up the answers, and in the end take too long. */
const fullGroup = 3000;
const attemptsAtStop = 10;
const retryDelayMs = 200;

/**
 * Counts in memory and writes behind the answers, a group at a time: while one is being written, the
 * next gathers. A group that failed is sent again as it was, under its own number, which the
 * statement counts once (usage-recorder.sql.ts). A killed process loses what came after its last write.
 */
export function createUsageRecorder(options: UsageRecorderOptions): UsageRecorder {
  const { pool, log, usageIntervalMs = defaultIntervalMs } = options;
  const writer = { id: newUuid(), sequence: 1 };
  let gathering = emptyGroup();
  const unwritten: UsageGroup[] = [];
  let writing: Promise<void> | null = null;
  const timer = setInterval(() => void write(), usageIntervalMs).unref();

  async function write(): Promise<void> {
    writing ??= writeGroups().finally(() => {
      writing = null;
    });
    await writing;
  }

  async function writeGroups(): Promise<void> {
    if (!isEmpty(gathering)) close();
    try {
      for (let next = unwritten[0]; next !== undefined; next = unwritten[0]) {
        await writeUsage(pool, writer, next);
        unwritten.shift();
        writer.sequence += 1;
      }
    } catch (error) {
      log.error({ err: error }, 'Usage could not be written and is kept for the next attempt');
    }
  }

  function close(): void {
    unwritten.push(gathering);
    gathering = emptyGroup();
  }

  async function stop(): Promise<void> {
    clearInterval(timer);
    await writing;
    for (let attempt = 0; attempt < attemptsAtStop; attempt++) {
      await write();
      if (unwritten.length === 0 && isEmpty(gathering)) return forgetWriter();
      if (unwritten.length > 0) await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
    }
    log.error('Usage that could not be written is lost');
  }

  /** Only tidiness: a node that stops while its database is away leaves its number behind. */
  async function forgetWriter(): Promise<void> {
    if (writer.sequence === 1) return;
    await removeWriter(pool, writer.id).catch((error) => {
      log.error({ err: error }, 'The number of this writer could not be removed');
    });
  }

  return {
    recordKnownKey(apiKeyId, code, use) {
      const counts = keyCounts(gathering, apiKeyId, use.at);
      counts[code] += 1;
      // Of two statements the one that was sent first can answer last.
      if (code === 'VALID' && (counts.last === null || use.at >= counts.last.at)) counts.last = use;
      if (keysOf(gathering) < fullGroup) return;
      close();
      void write();
    },
    recordUnknownKey(serviceTokenId, code, at) {
      serviceCounts(gathering, serviceTokenId, at)[code] += 1;
    },
    stop,
  };
}
