import type { Services } from '../access/context.ts';
import type { Database } from '../database/database.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';
import type { Clock } from '../lib/clock.ts';
import { readLogStates } from '../log/audit-entries.sql.ts';
import { causeWithoutRequest } from '../log/cause.ts';
import { recordEvents } from '../log/record-events.ts';
import { auditFailed, checkpointSigned } from './audit.events.ts';
import { auditEntries, headsOf } from './audit-entries.ts';
import { checkpointDocumentSchema, type SignedCheckpoint, signCheckpoint } from './checkpoint.ts';
import { findLastCheckpoint, storeCheckpoint } from './checkpoints.sql.ts';
import { checks } from './findings.ts';
import type { NoteSigner } from './signed-note.ts';
import { type Verdict, verifyLogs } from './verify-logs.ts';

type AuditServices = Pick<Services, 'checkpoints' | 'clock' | 'database' | 'log' | 'sealer'>;

/** Verifies the whole log and signs a new checkpoint. Runs daily. */
export function auditTasks({
  checkpoints: { signer },
  clock,
  database,
  log,
  sealer,
}: AuditServices): Pick<TaskHandlers, 'audit_log'> {
  return {
    audit_log: async (_payload, signal) => {
      const verdict = await verifyInTime({ database, signer, log }, signal);
      const failed = verdict !== null && isFailed(verdict);
      if (failed) {
        const { results, findings } = verdict;
        log.error({ results, findings: findings.slice(0, maxLogged) }, 'The log of events was changed');
      }
      const signed = await signNow({ database, clock, signer });
      const events = [...(failed ? [auditFailed(verdict)] : []), checkpointSigned(signed)];
      await database.transaction().execute(async (transaction) => {
        await storeCheckpoint(transaction, clock.now(), JSON.stringify(signed.whole));
        await recordEvents(transaction, causeWithoutRequest('SYSTEM', clock.now()), events);
      });
      sealer.wake();
    },
  };
}

const maxLogged = 20;

function isFailed({ results }: Verdict): boolean {
  return checks.some((check) => results[check] === 'FAILS');
}

/** Returns null if the log is too large for the time of a job. A checkpoint is signed nevertheless. */
async function verifyInTime(
  { database, signer, log }: Pick<AuditServices, 'database' | 'log'> & { readonly signer: NoteSigner },
  signal: AbortSignal,
): Promise<Verdict | null> {
  try {
    return await verifyWithLast(database, signer, signal);
  } catch (error) {
    const isTimeout = error instanceof DOMException && error.name === 'TimeoutError' && signal.aborted;
    if (!isTimeout) throw error;
    log.warn('The log of events is too large to be verified by a job; run "latchkey audit verify" daily');
    return null;
  }
}

/** Compares the log with the last checkpoint that this installation keeps itself. */
async function verifyWithLast(database: Database, signer: NoteSigner, signal: AbortSignal): Promise<Verdict> {
  const last = await findLastCheckpoint(database);
  const checkpoints =
    last === null
      ? []
      : [{ name: 'the last checkpoint', document: checkpointDocumentSchema.parse(JSON.parse(last)) }];
  const states = await readLogStates(database, undefined);
  const entries = auditEntries(database, undefined, states, signal);
  return verifyLogs(entries, { checkpoints, trustedKey: signer.verifierKey });
}

/** Signs what the logs contain now. */
export async function signNow({ database, clock, signer }: Signing): Promise<SignedCheckpoint> {
  return signCheckpoint(signer, headsOf(await readLogStates(database, undefined)), clock.now());
}

type Signing = { readonly database: Database; readonly clock: Clock; readonly signer: NoteSigner };
