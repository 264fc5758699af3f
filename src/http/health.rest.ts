import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Services } from '../access/context.ts';
import { ping } from '../database/ping.ts';

/**
 * `/health/live`: the process answers. `/health/ready`: it can also serve, so its start is complete and the
 * database answers.
 */
export function healthRoutes(
  { database, log }: Pick<Services, 'database' | 'log'>,
  isReady: () => boolean = () => true,
) {
  return async function register(app: FastifyInstance): Promise<void> {
    app.get('/health/live', { logLevel: 'warn' }, async () => ({ status: 'live' }));
    app.get('/health/ready', { logLevel: 'warn' }, async (_request, reply) => {
      if (!isReady()) return sendNotReady(reply);
      try {
        await ping(database);
        return { status: 'ready' };
      } catch (error) {
        log.warn({ err: error }, 'Not ready: the database does not answer');
        return sendNotReady(reply);
      }
    });
  };
}

function sendNotReady(reply: FastifyReply): FastifyReply {
  return reply.code(503).header('retry-after', 1).send({ status: 'not ready' });
}
