import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Services } from '../access/context.ts';
import { readinessProblem } from '../database/readiness.ts';
import type { Endpoint } from './endpoint.ts';

const tag = 'Health';

const reasons = [
  'the start is not complete',
  'the database does not answer',
  'the database is read-only',
] as const;

export type NotReadyReason = (typeof reasons)[number];

function answer<const Status extends string>(status: Status) {
  return { schema: z.object({ status: z.literal(status) }), examples: { answer: { status } } };
}

const notReady = {
  schema: z.object({
    status: z.literal('not ready'),
    reason: z.enum(reasons).describe('For people. Later versions may add reasons.'),
  }),
  examples: { answer: { status: 'not ready', reason: reasons[1] } },
};

export const liveEndpoint: Endpoint = {
  method: 'GET',
  path: '/health/live',
  operationId: 'getLiveness',
  tag,
  summary: 'Check that the process answers',
  description: 'If there is no answer, restart the process.',
  security: [],
  answers: { 200: { description: 'It does.', content: answer('live') } },
  errors: ['METHOD_NOT_ALLOWED'],
};

export const readyEndpoint: Endpoint = {
  method: 'GET',
  path: '/health/ready',
  operationId: 'getReadiness',
  tag,
  summary: 'Check that the node can serve requests',
  description:
    'The node is ready if its start is complete and the database accepts writes. A load balancer should send no requests to a node that is not ready.',
  security: [],
  answers: {
    200: { description: 'They can.', content: answer('ready') },
    503: { description: 'Not now.', headers: ['Retry-After'], content: notReady },
  },
  errors: ['METHOD_NOT_ALLOWED'],
};

/**
 * Serves `/health/live` (the process answers) and `/health/ready` (its start is complete and the database accepts
 * writes).
 */
export function healthRoutes(
  { urgentDatabase, log }: Pick<Services, 'urgentDatabase' | 'log'>,
  isReady: () => boolean = () => true,
) {
  return async function register(app: FastifyInstance): Promise<void> {
    app.get(liveEndpoint.path, { logLevel: 'warn' }, async () => ({ status: 'live' }));
    app.get(readyEndpoint.path, { logLevel: 'warn' }, async (_request, reply) => {
      if (!isReady()) return sendNotReady(reply, 'the start is not complete');
      try {
        const problem = await readinessProblem(urgentDatabase);
        return problem === null ? { status: 'ready' } : sendNotReady(reply, problem);
      } catch (error) {
        log.warn({ err: error }, 'Not ready: the database does not answer');
        return sendNotReady(reply, 'the database does not answer');
      }
    });
  };
}

function sendNotReady(reply: FastifyReply, reason: NotReadyReason): FastifyReply {
  return reply.code(503).header('retry-after', 1).send({ status: 'not ready', reason });
}
