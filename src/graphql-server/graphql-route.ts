import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { anonymous } from '../access/actor.ts';
import { authenticateRequest } from '../access/authenticate-request.ts';
import type { RequestContext, Services } from '../access/context.ts';
import { Refusal } from '../errors.ts';
import { readJsonBodies } from '../http/json-body.ts';
import { asksForPage, graphiqlAnswer } from './graphiql.ts';
import { graphqlServer } from './graphql-server.ts';
import { exceeds, graphqlLimits, limitsFor } from './limits.ts';
import { eventStream, mediaTypeFor } from './media-type.ts';
import { readRequestParameters } from './request-parameters.ts';
import { sendGraphQLError } from './send-error.ts';

const allowed = 'GET, POST';

/**
 * Serves `/graphql`. Fastify reads the request and its body, so that its limits and timeouts apply. It accepts only
 * JSON (app.ts), and passes the result to yoga. An error before yoga also has the form of a GraphQL answer.
 */
export function graphqlRoute(services: Services, { graphiql }: { graphiql: boolean }) {
  const yoga = graphqlServer();
  const contexts = new WeakMap<FastifyRequest, RequestContext>();
  const identify = async (request: FastifyRequest): Promise<RequestContext> => {
    const context = await authenticateRequest(services, request);
    contexts.set(request, context);
    return context;
  };
  const checkLength = (request: FastifyRequest, { length }: Buffer): void => {
    const limits = limitsFor(contexts.get(request)?.actor ?? anonymous);
    if (length > limits.body) throw exceeds(limits, 'body', length);
  };
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const parameters = readRequestParameters(request);
    const requestContext = contexts.get(request) ?? (await identify(request));
    request.raw.headers.accept = mediaTypeFor(request.headers.accept);
    const response = await yoga.handleNodeRequest(request.raw, { requestContext, parameters, reply });
    reply.code(response.status).headers(Object.fromEntries(response.headers));
    if (response.body === null || !isEventStream(response)) return reply.send(await response.text());
    // Otherwise nginx keeps events back until its buffer is full.
    return reply.header('x-accel-buffering', 'no').send(Readable.from(response.body));
  };
  return async function register(fastify: FastifyInstance): Promise<void> {
    const page = graphiql ? graphiqlAnswer() : null;
    fastify.setErrorHandler(sendGraphQLError);
    readJsonBodies(fastify, checkLength);
    // Authenticated before the body is read, because the limit of the body depends on the caller.
    const preParsing = async (request: FastifyRequest): Promise<void> => void (await identify(request));
    fastify.post('/graphql', { bodyLimit: graphqlLimits.body, preParsing }, answer);
    fastify.get('/graphql', { exposeHeadRoute: false }, async (request, reply) => {
      const wantsPage = page !== null && asksForPage(request.headers.accept);
      return wantsPage ? page(request, reply) : answer(request, reply);
    });
    fastify.route({
      url: '/graphql',
      method: ['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      handler: async (request, reply) => {
        reply.header('allow', allowed);
        // No CORS headers: a page of another site is not allowed, and its preflight request fails.
        if (request.method === 'OPTIONS') return reply.code(204).send();
        throw new Refusal('METHOD_NOT_ALLOWED', `GraphQL is served by ${allowed}.`);
      },
    });
  };
}

function isEventStream({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith(eventStream) ?? false;
}
