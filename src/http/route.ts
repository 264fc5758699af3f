import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { authenticateRequest } from '../access/authenticate-request.ts';
import { authorizeAny } from '../access/authorize.ts';
import { hasBody } from '../access/content-coding.ts';
import type { RequestContext, Services } from '../access/context.ts';
import { Refusal } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';

export type Handle = (context: RequestContext, request: FastifyRequest, reply: FastifyReply) => unknown;

/** Headers that every answer to a caller carries, refusals too. */
export type HeadersFor = (context: RequestContext) => Promise<Record<string, string>>;

/** Serves an endpoint at the address that its documentation gives. */
export type Route = (endpoint: Endpoint, handle: Handle) => void;

/**
 * Serves endpoints to callers that have the right they name. Who asks is settled before the body is read: a
 * stranger's is not worth parsing.
 */
export function routeOn(app: FastifyInstance, services: Services, headersFor: HeadersFor): Route {
  return (endpoint, handle) => {
    const contexts = new WeakMap<FastifyRequest, RequestContext>();
    app.route({
      method: endpoint.method,
      url: fastifyPath(endpoint.path),
      onRequest: async (request, reply) => {
        const context = await authenticateRequest(services, request);
        if (context.actor.type === 'ANONYMOUS') throw new Refusal('UNAUTHENTICATED');
        reply.headers(await headersFor(context));
        if (endpoint.requires !== undefined) authorizeAny(context.actor, endpoint.requires);
        contexts.set(request, context);
        if (endpoint.bodyOptional || endpoint.body === undefined) forgetTypeOfNoBody(request);
      },
      handler: async (request, reply) => {
        const context = contexts.get(request);
        if (context === undefined) throw new Error('The request was not authenticated');
        return handle(context, request, reply);
      },
    });
  };
}

/** Many clients name a content type with every request; of a body that is not there it says nothing. */
function forgetTypeOfNoBody({ raw: { headers } }: FastifyRequest): void {
  if (!hasBody(headers)) delete headers['content-type'];
}

/** `/v1/api-keys/{id}` → `/v1/api-keys/:id` */
export function fastifyPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
