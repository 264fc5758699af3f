import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Services } from '../access/context.ts';
import { readinessProblem } from '../database/readiness.ts';
import type { NotReadyReason } from './health-endpoints.rest.ts';

/**
 * `/health/live`: the process answers. `/health/ready`: it can also serve, so its start is complete and the
 * database takes writes.
 */
export function healthRoutes(
  { urgentDatabase, log }: Pick<Services, 'urgentDatabase' | 'log'>,
  isReady: () => boolean = () => true,
) {
  return async function register(app: FastifyInstance): Promise<void> {
    app.get('/health/live', { logLevel: 'warn' }, async () => ({ status: 'live' }));
    app.get('/health/ready', { logLevel: 'warn' }, async (_request, reply) => {
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
