import type { FastifyInstance } from 'fastify';
import type { Services } from '../access/context.ts';
import { ping } from '../database/ping.ts';

/** `/health/live`: the process answers. `/health/ready`: it can also serve, so the database answers. */
export function healthRoutes({ database, log }: Pick<Services, 'database' | 'log'>) {
  return async function register(app: FastifyInstance): Promise<void> {
    app.get('/health/live', { logLevel: 'warn' }, async () => ({ status: 'live' }));
    app.get('/health/ready', { logLevel: 'warn' }, async (_request, reply) => {
      try {
        await ping(database);
        return { status: 'ready' };
      } catch (error) {
        log.warn({ err: error }, 'Not ready: the database does not answer');
        return reply.code(503).header('retry-after', 1).send({ status: 'not ready' });
      }
    });
  };
}
