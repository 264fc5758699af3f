import type { Database } from '../database/database.ts';
import type { Clock } from '../lib/clock.ts';
import { createRefreshed } from '../lib/refreshed.ts';
import { readLogHeads } from './audit-entries.ts';
import { type SignedCheckpoint, signCheckpoint } from './checkpoint.ts';
import { createNoteSigner, type NoteSigner } from './signed-note.ts';

/** Callers within this time get the same checkpoint. Making one reads the end of each log. */
const freshMs = 2000;

export type Checkpoints = {
  readonly signer: NoteSigner;
  /** A checkpoint of all logs that is at most two seconds old. */
  current(): Promise<SignedCheckpoint>;
};

export function createCheckpoints({
  database,
  clock,
  secret,
}: {
  readonly database: Database;
  readonly clock: Clock;
  readonly secret: string;
}): Checkpoints {
  const signer = createNoteSigner(secret);
  const current = createRefreshed({
    read: async () => signCheckpoint(signer, await readLogHeads(database), clock.now()),
    now: () => performance.now(),
    freshMs,
    earlyReads: { atOnce: 1, everyMs: freshMs },
  });
  return { signer, current: () => current.fresh() };
}
