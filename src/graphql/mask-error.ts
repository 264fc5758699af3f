import { GraphQLError } from 'graphql';
import { errors, Refusal, type RefusalCode } from '../errors.ts';
import type { Logger } from '../lib/logger.ts';

/**
 * The last stop of every error on its way out: refusals keep their code and status, GraphQL's own
 * complaints about the document become BAD_USER_INPUT, and anything else is logged and leaves as
 * INTERNAL_SERVER_ERROR and no more.
 */
export function maskError(error: unknown, log: Logger): GraphQLError {
  const original = error instanceof GraphQLError ? error.originalError : error;
  if (original instanceof Refusal) return toGraphQL(original, error);
  if (error instanceof GraphQLError && (original === undefined || original instanceof GraphQLError)) {
    return withCode(error);
  }
  log.error({ err: original ?? error }, 'A GraphQL field failed');
  return toGraphQL(new Refusal('INTERNAL_SERVER_ERROR'), error);
}

function toGraphQL(refusal: Refusal, located: unknown): GraphQLError {
  const { code, remedy, details } = refusal;
  return new GraphQLError(refusal.message, {
    ...(located instanceof GraphQLError && {
      nodes: located.nodes ?? null,
      path: located.path ?? null,
      source: located.source ?? null,
      positions: located.positions ?? null,
    }),
    extensions: {
      code,
      remedy,
      ...(details.problems && { problems: details.problems }),
      ...(details.retryAfterSeconds !== undefined && { retryAfterSeconds: details.retryAfterSeconds }),
      http: { status: errors[code].status, headers: responseHeaders(refusal) },
    },
  });
}

/** RFC 6750, section 3: a refusal for want of a credential says which kind is wanted. */
function responseHeaders({ code, details }: Refusal): Record<string, string> {
  return {
    ...(code === 'UNAUTHENTICATED' && { 'www-authenticate': 'Bearer' }),
    ...(details.retryAfterSeconds !== undefined && { 'retry-after': String(details.retryAfterSeconds) }),
  };
}

/** Errors of parsing, validation and input coercion have no code of ours yet. */
function withCode(error: GraphQLError): GraphQLError {
  const code: RefusalCode = 'BAD_USER_INPUT';
  error.extensions['code'] = code;
  error.extensions['remedy'] ??= 'Correct the document or its variables; schema.graphql describes both.';
  return error;
}
