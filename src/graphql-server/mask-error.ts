import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import { refusalHeaders } from '../access/refusal-headers.ts';
import { refusalOf } from '../access/refusal-of.ts';
import { errors, Refusal, type RefusalCode } from '../errors.ts';
import type { Logger } from '../lib/logger.ts';
import { InvalidVariables } from './variable-problems.ts';
import { messageWithoutValues } from './without-values.ts';

/** What an error's rendering needs of the request that it belongs to. */
export type FailedRequest = {
  readonly id: string;
  readonly log: Pick<Logger, 'error'>;
  readonly headers: { readonly authorization?: string | undefined };
};

/**
 * The last stop of every error on its way out: refusals keep their code and status, complaints about
 * the request become BAD_USER_INPUT without the values they repeat, and anything else is logged and
 * leaves as INTERNAL_SERVER_ERROR, or SERVICE_UNAVAILABLE, with the request's id and no more.
 */
export function maskError(error: unknown, request: FailedRequest): GraphQLError {
  const original = innermost(error);
  if (error instanceof GraphQLError && original instanceof GraphQLError && isOfRequest(error)) {
    return complaint(error, request);
  }
  return refusalError(refusalOf(original, request.log), request, error);
}

/** `located` is the error that says where in the document the refusal arose, if any does. */
function refusalError(refusal: Refusal, request: FailedRequest, located: unknown): GraphQLError {
  return new GraphQLError(refusal.message, {
    ...placeOf(located),
    extensions: {
      ...refusalExtensions(refusal, request),
      http: {
        status: errors[refusal.code].status,
        headers: refusalHeaders(refusal, request),
        // As `complaint` below.
        ...(refusal instanceof InvalidVariables && { spec: true }),
      },
    },
  });
}

/** What is told of a refusal beside its message. */
export function refusalExtensions({ code, remedy, details }: Refusal, request: FailedRequest) {
  const { problems, retryAfterSeconds } = details;
  return {
    code,
    remedy,
    ...(problems && { problems }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(errors[code].status >= 500 && { requestId: request.id }),
  };
}

/** A resolver may throw anything; what it threw is wrapped, perhaps more than once. */
function innermost(error: unknown): unknown {
  let inner = error;
  while (inner instanceof GraphQLError && inner.originalError) inner = inner.originalError;
  return inner;
}

/**
 * Errors of parsing and validation have no path; an error of a field is the caller's only when it is
 * about the field's arguments, and else a resolver's answer that the schema does not allow.
 */
function isOfRequest({ path, message }: GraphQLError): boolean {
  return path === undefined || message.startsWith('Argument "');
}

/** Of graphql-js or yoga: about the document, or about how it was sent. */
function complaint(error: GraphQLError, request: FailedRequest): GraphQLError {
  const { status = 400, headers, spec } = error.extensions.http ?? { spec: true };
  const code: RefusalCode = status === 405 ? 'METHOD_NOT_ALLOWED' : 'BAD_USER_INPUT';
  return new GraphQLError(messageWithoutValues(error), {
    ...placeOf(error),
    extensions: {
      ...refusalExtensions(new Refusal(code), request),
      ...(code === 'BAD_USER_INPUT' && {
        remedy: 'Correct the document; schema.graphql describes what it can ask.',
      }),
      // GraphQL over HTTP, section 6.4.1: as application/json, these are answered with 200.
      http: { status, spec: spec === true, ...(headers && { headers }) },
    },
  });
}

function placeOf(error: unknown): Omit<GraphQLErrorOptions, 'extensions'> {
  if (!(error instanceof GraphQLError)) return {};
  const { nodes, path, source, positions } = error;
  return { nodes: nodes ?? null, path: path ?? null, source: source ?? null, positions: positions ?? null };
}
