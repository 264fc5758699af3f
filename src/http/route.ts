import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { authenticateRequest } from '../access/authenticate-request.ts';
import { hasBody } from '../access/content-coding.ts';
import type { RequestContext, Services } from '../access/context.ts';
import { checkPermission } from '../access/note-forbidden.ts';
import { Refusal } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';

export type Handle = (context: RequestContext, request: FastifyRequest, reply: FastifyReply) => unknown;

/** Returns the headers that every answer to a caller has, refusals too. */
export type HeadersFor = (context: RequestContext) => Promise<Record<string, string>>;

/** Serves an endpoint at the address of its documentation. */
export type Route = (endpoint: Endpoint, handle: Handle) => void;

/**
 * Serves endpoints to callers with the required permission. The caller is authenticated before the body is read, so
 * that strangers' bodies are not parsed.
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
        if (endpoint.requires !== undefined) checkPermission(context, endpoint.requires);
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

/** Removes the content type of a request without a body: many clients always send one. */
function forgetTypeOfNoBody({ raw: { headers } }: FastifyRequest): void {
  if (!hasBody(headers)) delete headers['content-type'];
}

/** `/v1/api-keys/{id}` → `/v1/api-keys/:id` */
export function fastifyPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
