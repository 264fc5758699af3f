import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { maskError } from './mask-error.ts';
import type { ServerContext } from './server-context.ts';

/**
 * Masks every error at the one place that all of them pass, where the request is known: that of the
 * answer. (yoga's own masking sees neither the request nor, for some errors, every one of them.)
 */
export function useMaskedErrors(): Plugin<object, ServerContext> {
  return {
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
 * The errors have a status of their own, so the answer cannot have data: GraphQL over HTTP, section 6.4.2,
 * wants 2xx with data that is not null, be it `{ "organization": null }`.
 */
function refused({ data, ...result }: ExecutionResult, errors: readonly GraphQLError[]): ExecutionResult {
  return { ...result, ...(data === null && { data }), errors };
}

/** Whether a part of the answer is there, so that the request as a whole did not fail. */
function isServed(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.values(data).some((field) => field !== null);
}

function withoutStatus(error: GraphQLError): GraphQLError {
  const { http, ...extensions } = error.extensions;
  const { message, nodes = null, path = null, source = null, positions = null } = error;
  return new GraphQLError(message, { nodes, path, source, positions, extensions });
}
