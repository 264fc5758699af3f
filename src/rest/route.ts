import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { authenticateRequest } from '../access/authenticate-request.ts';
import { authorizeAny } from '../access/authorize.ts';
import { hasBody } from '../access/content-coding.ts';
import type { RequestContext, Services } from '../access/context.ts';
import { Refusal } from '../errors.ts';
import { loadRateLimits } from '../rate-limits/rate-limits.ts';
import type { Operation } from './operation.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';

export type Handle = (context: RequestContext, request: FastifyRequest, reply: FastifyReply) => unknown;

/**
 * Serves an operation at the address that its documentation gives, to callers that have the right it
 * names. Who asks is settled before the body is read: a stranger's is not worth parsing.
 */
export function route(app: FastifyInstance, services: Services, operation: Operation, handle: Handle): void {
  const contexts = new WeakMap<FastifyRequest, RequestContext>();
  app.route({
    method: operation.method,
    url: fastifyPath(operation.path),
    onRequest: async (request, reply) => {
      const context = await authenticateRequest(services, request);
      if (context.actor.type === 'ANONYMOUS') throw new Refusal('UNAUTHENTICATED');
      await showRateLimit(context, reply);
      if (operation.requires !== undefined) authorizeAny(context.actor, operation.requires);
      contexts.set(request, context);
      if (operation.bodyOptional || operation.method === 'DELETE') forgetTypeOfNoBody(request);
    },
    handler: async (request, reply) => {
      const context = contexts.get(request);
      if (context === undefined) throw new Error('The request was not authenticated');
      return handle(context, request, reply);
    },
  });
}

/** Many clients name a content type with every request; of a body that is not there it says nothing. */
function forgetTypeOfNoBody({ raw: { headers } }: FastifyRequest): void {
  if (!hasBody(headers)) delete headers['content-type'];
}

/** `/v1/api-keys/{id}` → `/v1/api-keys/:id` */
export function fastifyPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

/** Every answer to a key says what it has left, refusals too; looking consumes nothing. */
async function showRateLimit(context: RequestContext, reply: FastifyReply): Promise<void> {
  const { actor, database, configuration, clock } = context;
  if (actor.type !== 'API_KEY') return;
  const limits = await loadRateLimits(database, configuration, [actor.id]);
  reply.headers(rateLimitHeaders(limits.get(actor.id) ?? null, clock.now()));
}
