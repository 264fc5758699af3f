import { query, serviceQuery } from '../access/operation.ts';
import { Refusal } from '../errors.ts';
import { formatId } from '../lib/ids.ts';
import type { CheckpointDocument } from './checkpoint.ts';

/** A checkpoint, and how the log of the active organization belongs to it. */
export const organizationCheckpoint = query(
  'READ_AUDIT_LOG',
  async ({ checkpoints, actor }): Promise<CheckpointDocument> => {
    const part = (await checkpoints.current()).partOf(formatId('organization', actor.organizationId));
    if (part === null) throw new Refusal('NOT_FOUND', 'The log of the organization has no event yet.');
    return part;
  },
);

/** A checkpoint with all logs of the installation. */
export const installationCheckpoint = serviceQuery(
  'OPERATE',
  async ({ checkpoints }): Promise<CheckpointDocument> => (await checkpoints.current()).whole,
);
