import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { maskError } from './mask-error.ts';
import type { ServerContext } from './server-context.ts';

/**
 * Masks the errors of every answer. All answers pass here, and the request is known here. yoga's own masking does not
 * know the request and misses some errors.
 */
export function useMaskedErrors(): Plugin<ServerContext, ServerContext> {
  return {
    // An answer that is a stream has a result for each event.
    onSubscribe: ({ args: { contextValue } }) => ({
      onSubscribeResult: () => ({
        onNext({ result, setResult }) {
          if (!('errors' in result) || result.errors === undefined) return;
          const { request } = contextValue.reply;
          setResult({
            ...result,
            errors: result.errors.map((error) => withoutStatus(maskError(error, request))),
          });
        },
      }),
    }),
    onResultProcess({ result, setResult, serverContext: { reply } }) {
      if (!('errors' in result) || result.errors === undefined) return;
      const errors = result.errors.map((error) => maskError(error, reply.request));
      setResult(
        isServed(result.data) ? { ...result, errors: errors.map(withoutStatus) } : refused(result, errors),
      );
    },
  };
}

/**
 * Removes the data of an answer whose errors have their own status. GraphQL over HTTP, section 6.4.2, requires 2xx for
 * any answer with data that is not null, even `{ "organization": null }`.
 */
function refused({ data, ...result }: ExecutionResult, errors: readonly GraphQLError[]): ExecutionResult {
  return { ...result, ...(data === null && { data }), errors };
}

/** Checks whether any part of the answer has data, so that the request did not fail as a whole. */
function isServed(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.values(data).some((field) => field !== null);
}

function withoutStatus(error: GraphQLError): GraphQLError {
  const { http, ...extensions } = error.extensions;
  const { message, nodes = null, path = null, source = null, positions = null } = error;
  return new GraphQLError(message, { nodes, path, source, positions, extensions });
}
