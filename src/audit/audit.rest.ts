import type { RequestContext } from '../access/context.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { organizationParameter } from '../http/idempotency-key.ts';
import type { Route } from '../http/route.ts';
import { installationCheckpoint, organizationCheckpoint } from './audit.ts';
import { type CheckpointDocument, checkpointDocumentSchema } from './checkpoint.ts';

const exampleCheckpoint: CheckpointDocument = {
  checkpoint:
    'latchkey/5c3a1f0e9b7d2468\n2\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\ntime 2026-12-01T10:30:00.000Z\n\n— latchkey/5c3a1f0e9b7d2468 Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n',
  verifier_key: 'latchkey/5c3a1f0e9b7d2468+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  logs: [
    {
      organization_id: 'org_01h455vb4pex5vsknk084sn02q',
      sequence: 12,
      head: 'bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=',
    },
  ],
  proof: { index: 1, hashes: ['+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU='] },
};

export const checkpointEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/audit/checkpoint',
  operationId: 'getAuditCheckpoint',
  tag: 'Events',
  summary: 'Sign what the log contains now',
  description:
    'A signed checkpoint of all logs of the installation, and a proof that the log of the organization belongs to it. Keep the answer outside of Latchkey: `latchkey audit verify --checkpoint` later shows whether any event up to it was changed, moved or deleted. This requires the permission READ_AUDIT_LOG. A service token with OPERATE gets all logs if it names no organization. The answer is at most two seconds old.',
  security: ['bearer', 'session'],
  parameters: [organizationParameter],
  answers: {
    200: {
      description: 'The checkpoint.',
      content: {
        schema: checkpointDocumentSchema.meta({ id: 'AuditCheckpoint' }),
        examples: { checkpoint: exampleCheckpoint },
      },
    },
  },
  errors: ['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT', 'NOT_FOUND', 'METHOD_NOT_ALLOWED'],
};

export function auditRoutes(route: Route): void {
  route(checkpointEndpoint, getCheckpoint);
}

function getCheckpoint(context: RequestContext): Promise<CheckpointDocument> {
  const { actor } = context;
  const isOfInstallation = actor.type === 'SERVICE' && actor.organizationId === null;
  return isOfInstallation ? installationCheckpoint(context) : organizationCheckpoint(context);
}
