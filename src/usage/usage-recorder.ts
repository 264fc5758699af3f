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
  /** Writes the remaining usage. */
  stop(): Promise<void>;
};

type UsageRecorderOptions = {
  pool: Pool;
  log: Pick<Logger, 'error'>;
  usageIntervalMs?: number;
};

/** Together with the time of a write, this is less than the second of usage that a killed process may lose. */
const defaultIntervalMs = 500;
/** The maximum number of keys in one write. More would delay answers and could exceed the time limit. */
const maxKeysInGroup = 3000;
const maxAttemptsAtStop = 10;
const retryDelayMs = 200;

/**
 * Counts in memory and writes after the answers, one group at a time. While a group is being written, the next one
 * collects. A killed process loses the usage since its last write.
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
      if (code === 'VALID') {
        counts.last = laterOf(counts.last, use);
        if (use.formerSecretId !== null) counts.lastOfFormerSecret = laterOf(counts.lastOfFormerSecret, use);
      }
      if (group.keys.size >= maxKeysInGroup) void flush();
    },
    recordUnknownKey(serviceTokenId, code, at) {
      serviceCounts(groupOf(at), serviceTokenId)[code] += 1;
    },
    stop,
  };
}

/** Of two statements, the one that was sent first may answer last. */
function laterOf(known: KeyUse | null, use: KeyUse): KeyUse {
  return known === null || use.at >= known.at ? use : known;
}

/**
 * Writes groups in their order. A group that failed is sent again unchanged, with the same number, and the statement
 * counts it once (usage-recorder.sql.ts). A group that the database refuses because of its content is split into
 * halves, again and again, until only the refused entries remain. Those are lost and logged.
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

  /** Writes the first group and removes it, or replaces it with its halves. */
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

  /** Removes the stored number. If the database is unavailable, the number stays without harm. */
  private async forgetNumber(): Promise<void> {
    if (this.sequence === 1) return;
    await removeWriter(this.pool, this.id).catch((error) => {
      this.log.error({ err: error }, 'The number of this writer could not be removed');
    });
  }
}
