import type { FastifyInstance, FastifyReply } from 'fastify';
import { createYoga } from 'graphql-yoga';
import { authenticateRequest } from '../access/authenticate-request.ts';
import type { RequestContext, Services } from '../access/context.ts';
import { clearSessionCookie, setSessionCookie } from '../access/session-cookie.ts';
import type { GraphQLContext } from './context.ts';
import { maskError } from './mask-error.ts';
import { schema } from './schema.ts';

/** What the route hands to yoga: the request as operations see it, and the reply for its cookie. */
type ServerContext = { readonly requestContext: RequestContext; readonly reply: FastifyReply };

/** Bytes of a request body. The largest sensible document with its variables stays far below. */
const bodyLimit = 100_000;

/** `/graphql`: graphql-yoga, mounted on Fastify as a Node handler. */
export function graphqlRoute(services: Services, { graphiql }: { graphiql: boolean }) {
  const yoga = createYoga<ServerContext, GraphQLContext>({
    schema,
    graphqlEndpoint: '/graphql',
    graphiql: graphiql && { title: 'Latchkey', credentials: 'same-origin' },
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    logging: false,
    maxRequestBodySize: bodyLimit,
    context: ({ requestContext, reply }) => graphqlContext(requestContext, reply),
    maskedErrors: { maskError: (error) => maskError(error, services.log) },
  });
  return async function register(fastify: FastifyInstance): Promise<void> {
    // yoga reads the body itself, whatever its type, so that its answers follow GraphQL over HTTP.
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('*', (_request, _payload, done) => done(null));
    fastify.route({
      url: '/graphql',
      method: ['GET', 'POST', 'OPTIONS'],
      handler: async (request, reply) => {
        const requestContext = await authenticateRequest(services, request);
        return yoga.handleNodeRequest(request.raw, { requestContext, reply });
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
