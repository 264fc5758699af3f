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
 * next gathers. A killed process loses what came after its last write.
 */
export function createUsageRecorder(options: UsageRecorderOptions): UsageRecorder {
  const { usageIntervalMs = defaultIntervalMs } = options;
  const writer = new GroupWriter(options);
  let gathering = emptyGroup();
  const timer = setInterval(() => void flush(), usageIntervalMs).unref();

  async function flush(): Promise<void> {
    if (!isEmpty(gathering)) {
      writer.add(gathering);
      gathering = emptyGroup();
    }
    await writer.write();
  }

  async function stop(): Promise<void> {
    clearInterval(timer);
    await flush();
    await writer.stop();
  }

  return {
    recordKnownKey(apiKeyId, code, use) {
      const counts = keyCounts(gathering, apiKeyId, use.at);
      counts[code] += 1;
      // Of two statements the one that was sent first can answer last.
      if (code === 'VALID' && (counts.last === null || use.at >= counts.last.at)) counts.last = use;
      if (keysOf(gathering) >= fullGroup) void flush();
    },
    recordUnknownKey(serviceTokenId, code, at) {
      serviceCounts(gathering, serviceTokenId, at)[code] += 1;
    },
    stop,
  };
}

/**
 * Writes groups in their order. One that failed is sent again as it was, under its own number, which the
 * statement counts once (usage-recorder.sql.ts).
 */
class GroupWriter {
  private readonly pool: Pool;
  private readonly log: Pick<Logger, 'error'>;
  private readonly unwritten: UsageGroup[] = [];
  private readonly id = newUuid();
  private sequence = 1;
  private writing: Promise<void> | null = null;

  constructor({ pool, log }: UsageRecorderOptions) {
    this.pool = pool;
    this.log = log;
  }

  add(group: UsageGroup): void {
    this.unwritten.push(group);
  }

  async write(): Promise<void> {
    this.writing ??= this.writeGroups().finally(() => {
      this.writing = null;
    });
    await this.writing;
  }

  async stop(): Promise<void> {
    for (let attempt = 0; attempt < attemptsAtStop; attempt++) {
      await this.write();
      if (this.unwritten.length === 0) return this.forgetNumber();
      await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
    }
    this.log.error('Usage that could not be written is lost');
  }

  private async writeGroups(): Promise<void> {
    const { pool, id, unwritten } = this;
    try {
      for (let group = unwritten[0]; group !== undefined; group = unwritten[0]) {
        await writeUsage(pool, { id, sequence: this.sequence }, group);
        unwritten.shift();
        this.sequence += 1;
      }
    } catch (error) {
      this.log.error({ err: error }, 'Usage could not be written and is kept for the next attempt');
    }
  }

  /** Only tidiness: a node that stops while its database is away leaves its number behind. */
  private async forgetNumber(): Promise<void> {
    if (this.sequence === 1) return;
    await removeWriter(this.pool, this.id).catch((error) => {
      this.log.error({ err: error }, 'The number of this writer could not be removed');
    });
  }
}
