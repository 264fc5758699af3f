import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { authenticateRequest } from '../access/authenticate-request.ts';
import type { RequestContext, Services } from '../access/context.ts';
import { clearSessionCookie, setSessionCookie } from '../access/session-cookie.ts';
import { Refusal } from '../errors.ts';
import { answerOf } from './answer.ts';
import type { GraphQLContext } from './context.ts';
import { executeRequest } from './execute-request.ts';
import { asksForPage, graphiqlPage } from './graphiql.ts';
import { graphqlLimits } from './limits.ts';
import { mediaTypeFor } from './media-type.ts';
import { readRequestParameters } from './request-parameters.ts';
import { sendGraphQLError } from './send-error.ts';

const allowed = 'GET, POST';

/**
 * `/graphql`. Fastify reads the request and its body, so that its limits and timeouts hold, and only
 * as JSON (app.ts). What goes wrong before the document is looked at is answered in the form of
 * GraphQL all the same.
 */
export function graphqlRoute(services: Services, { graphiql }: { graphiql: boolean }) {
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const parameters = readRequestParameters(request);
    const requestContext = await authenticateRequest(services, request);
    const context = graphqlContext(requestContext, reply);
    const mediaType = mediaTypeFor(request.headers.accept);
    const result = await executeRequest(context, parameters, request.method);
    const { status, headers, body } = answerOf(result, request, mediaType);
    return reply.code(status).headers(headers).type(`${mediaType}; charset=utf-8`).send(body);
  };
  return async function register(fastify: FastifyInstance): Promise<void> {
    const page = graphiql ? await graphiqlPage() : null;
    fastify.setErrorHandler(sendGraphQLError);
    fastify.post('/graphql', { bodyLimit: graphqlLimits.body }, answer);
    fastify.get('/graphql', { exposeHeadRoute: false }, async (request, reply) => {
      if (page === null || !asksForPage(request.headers.accept)) return answer(request, reply);
      reply.header('content-security-policy', page.contentSecurityPolicy);
      return reply.type('text/html; charset=utf-8').send(page.html);
    });
    fastify.route({
      url: '/graphql',
      method: ['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      handler: async (request, reply) => {
        reply.header('allow', allowed);
        // Without CORS headers: another site's page that asks in advance is not allowed.
        if (request.method === 'OPTIONS') return reply.code(204).send();
        throw new Refusal('METHOD_NOT_ALLOWED', `GraphQL is served by ${allowed}.`);
      },
    });
  };
}

function graphqlContext(requestContext: RequestContext, reply: FastifyReply): GraphQLContext {
  const { publicUrl } = requestContext;
  return {
    ...requestContext,
    sessionCookie: {
      set: (token, expiresAt) => setSessionCookie(reply, publicUrl, token, expiresAt),
      clear: () => clearSessionCookie(reply, publicUrl),
    },
  };
}
