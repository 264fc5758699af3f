import type { FastifyReply } from 'fastify';
import { createYoga } from 'graphql-yoga';
import type { RequestContext } from '../access/context.ts';
import { clearSessionCookie, setSessionCookie } from '../access/session-cookie.ts';
import { waitingCaller } from '../access/waiting-caller.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import { schema } from './schema.ts';
import type { ServerContext } from './server-context.ts';
import { useCheckedVariables } from './use-checked-variables.ts';
import { useDocumentCache } from './use-document-cache.ts';
import { useEventStreams } from './use-event-streams.ts';
import { useLimits } from './use-limits.ts';
import { useMaskedErrors } from './use-masked-errors.ts';
import { useReferenceExecutor } from './use-reference-executor.ts';
import { useRequestParameters } from './use-request-parameters.ts';

/** Makes graphql-yoga with Latchkey's plugins. Features of yoga that would do the same work again are off. */
export function graphqlServer() {
  return createYoga<ServerContext, GraphQLContext>({
    schema,
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    logging: false,
    // Fastify limits the body, and useMaskedErrors and useDocumentCache know the request.
    maxRequestBodySize: false,
    maskedErrors: false,
    parserAndValidationCache: false,
    context: ({ requestContext, reply }) => graphqlContext(requestContext, reply),
    plugins: [
      useRequestParameters(),
      useLimits(),
      useDocumentCache(),
      useReferenceExecutor(),
      useEventStreams(),
      useCheckedVariables(),
      useMaskedErrors(),
    ],
  });
}

function graphqlContext(requestContext: RequestContext, reply: FastifyReply): GraphQLContext {
  const { publicUrl } = requestContext;
  return {
    ...requestContext,
    caller: waitingCaller(requestContext, reply),
    sessionCookie: {
      set: (token, expiresAt) => setSessionCookie(reply, publicUrl, token, expiresAt),
      clear: () => clearSessionCookie(reply, publicUrl),
    },
  };
}
