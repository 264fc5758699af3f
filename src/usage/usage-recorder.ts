import { isRefusedForData } from '../database/connection-failure.ts';
import type { Pool } from '../database/pool.ts';
import { newUuid } from '../lib/ids.ts';
import type { Logger } from '../lib/logger.ts';
import type { KnownKeyCode, UnknownKeyCode } from '../verification-results.ts';
import {
  emptyGroup,
  halvesOf,
  hourOf,
  type KeyUse,
  keyCounts,
  present,
  serviceCounts,
  type UsageGroup,
  type UsedKey,
} from './usage-group.ts';
import { removeWriter, writeUsage } from './usage-recorder.sql.ts';

export type UsageRecorder = {
  recordKnownKey(key: UsedKey, code: KnownKeyCode, use: KeyUse): void;
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
const maxKeysInGroup = 3000;
const maxAttemptsAtStop = 10;
const retryDelayMs = 200;

/**
 * Counts in memory and writes behind the answers, a group at a time: while one is being written, the
 * next gathers. A killed process loses what came after its last write.
 */
export function createUsageRecorder(options: UsageRecorderOptions): UsageRecorder {
  const { usageIntervalMs = defaultIntervalMs } = options;
  const writer = new GroupWriter(options);
  let gathering = new Map<number, UsageGroup>();
  const timer = setInterval(() => void flush(), usageIntervalMs).unref();

  function groupOf(at: Date): UsageGroup {
    const hour = hourOf(at);
    return present(gathering, hour, () => emptyGroup(hour));
  }

  async function flush(): Promise<void> {
    for (const group of gathering.values()) writer.add(group);
    gathering = new Map();
    await writer.write();
  }

  async function stop(): Promise<void> {
    clearInterval(timer);
    await flush();
    await writer.stop();
  }

  return {
    recordKnownKey(key, code, use) {
      const group = groupOf(use.at);
      const counts = keyCounts(group, key);
      counts[code] = (counts[code] ?? 0) + 1;
      // Of two statements the one that was sent first can answer last.
      if (code === 'VALID' && (counts.last === null || use.at >= counts.last.at)) counts.last = use;
      if (group.keys.size >= maxKeysInGroup) void flush();
    },
    recordUnknownKey(serviceTokenId, code, at) {
      serviceCounts(groupOf(at), serviceTokenId)[code] += 1;
    },
    stop,
  };
}

/**
 * Writes groups in their order. One that failed is sent again as it was, under its own number, which the
 * statement counts once (usage-recorder.sql.ts). One that the database refuses for what it holds is
 * written in two halves, and these again, until what cannot be written is alone; that is given up.
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
    for (let attempt = 0; attempt < maxAttemptsAtStop; attempt++) {
      await this.write();
      if (this.unwritten.length === 0) return this.forgetNumber();
      await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
    }
    this.log.error('Usage that could not be written is lost');
  }

  private async writeGroups(): Promise<void> {
    try {
      for (let group = this.unwritten[0]; group !== undefined; group = this.unwritten[0]) {
        await this.writeOrSplit(group);
      }
    } catch (error) {
      this.log.error({ err: error }, 'Usage could not be written and is kept for the next attempt');
    }
  }

  /** Writes the first group, and takes it out; or puts its halves in its place. */
  private async writeOrSplit(group: UsageGroup): Promise<void> {
    try {
      await writeUsage(this.pool, { id: this.id, sequence: this.sequence }, group);
      this.unwritten.shift();
      this.sequence += 1;
    } catch (error) {
      if (!isRefusedForData(error)) throw error;
      const halves = halvesOf(group);
      this.unwritten.splice(0, 1, ...(halves ?? []));
      if (halves !== null) return;
      const ids = [...group.keys.keys(), ...group.services.keys()];
      this.log.error({ err: error, ids }, 'Usage that the database refuses is lost');
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
