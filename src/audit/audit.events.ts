import { z } from 'zod';
import type { EventType } from '../events.ts';
import type { NewEvent } from '../log/new-event.ts';
import type { SignedCheckpoint } from './checkpoint.ts';
import { checks, type Finding } from './findings.ts';
import type { Verdict } from './verify-logs.ts';

const result = z.enum(['holds', 'unknown', 'fails']);

/** The data of the events about the log itself. */
export const auditEventData = {
  AUDIT_CHECKPOINT_SIGNED: z.object({
    checkpoint: z.string().describe('The signed note: name, number of logs, root, time, signature.'),
  }),
  AUDIT_FAILED: z.object({
    results: z.object(Object.fromEntries(checks.map((check) => [check, result]))),
    findings: z.array(
      z.object({ organization_id: z.string().nullable(), check: z.enum(checks), message: z.string() }),
    ),
  }),
} satisfies Partial<Record<EventType, z.ZodType>>;

export function checkpointSigned({ note }: SignedCheckpoint): NewEvent {
  return {
    type: 'AUDIT_CHECKPOINT_SIGNED',
    organizationId: null,
    targetId: null,
    data: { checkpoint: note },
  };
}

/** More findings are in the answer of `latchkey audit verify`. */
const maxFindings = 20;

export function auditFailed({ results, findings }: Verdict): NewEvent {
  const data = {
    results: Object.fromEntries(checks.map((check) => [check, results[check].toLowerCase()])),
    findings: findings.slice(0, maxFindings).map(findingShown),
  };
  return { type: 'AUDIT_FAILED', organizationId: null, targetId: null, data };
}

function findingShown({ organizationId, check, message }: Finding) {
  return { organization_id: organizationId, check, message };
}
