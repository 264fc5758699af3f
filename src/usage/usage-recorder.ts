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
/** So many keys are written at once at most: more would hold up the answers meanwhile. */
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
  let unwritten: UsageGroup | null = null;
  let writing: Promise<void> | null = null;
  const timer = setInterval(() => void write(), usageIntervalMs).unref();

  async function write(): Promise<void> {
    writing ??= writeNext().finally(() => {
      writing = null;
    });
    await writing;
  }

  async function writeNext(): Promise<void> {
    if (unwritten === null) {
      if (isEmpty(gathering)) return;
      unwritten = gathering;
      gathering = emptyGroup();
    }
    try {
      await writeUsage(pool, writer, unwritten);
      unwritten = null;
      writer.sequence += 1;
    } catch (error) {
      log.error({ err: error }, 'Usage could not be written and is kept for the next attempt');
    }
  }

  async function stop(): Promise<void> {
    clearInterval(timer);
    await writing;
    for (let attempt = 0; attempt < attemptsAtStop; attempt++) {
      await write();
      if (unwritten === null && isEmpty(gathering)) return forgetWriter();
      if (unwritten !== null) await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
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
      if (code === 'VALID') counts.last = use;
      if (unwritten === null && keysOf(gathering) >= fullGroup) void write();
    },
    recordUnknownKey(serviceTokenId, code, at) {
      serviceCounts(gathering, serviceTokenId, at)[code] += 1;
    },
    stop,
  };
}
