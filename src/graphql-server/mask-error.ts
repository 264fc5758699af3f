import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import { refusalHeaders } from '../access/refusal-headers.ts';
import { refusalOf } from '../access/refusal-of.ts';
import { errors, Refusal, type RefusalCode } from '../errors.ts';
import type { Logger } from '../lib/logger.ts';
import { InvalidVariables } from './variable-problems.ts';
import { messageWithoutValues } from './without-values.ts';

/** The parts of a request that are needed to render its error. */
export type FailedRequest = {
  readonly id: string;
  readonly log: Pick<Logger, 'error'>;
  readonly headers: { readonly authorization?: string | undefined };
};

/**
 * Prepares an error for the answer. A Refusal keeps its code and status. An error of graphql-js about the request
 * becomes BAD_USER_INPUT, without the values that its message repeats. Any other error is logged and becomes
 * INTERNAL_SERVER_ERROR or SERVICE_UNAVAILABLE; the answer then contains only the request's id.
 */
export function maskError(error: unknown, request: FailedRequest): GraphQLError {
  const original = innermost(error);
  if (error instanceof GraphQLError && original instanceof GraphQLError && isOfRequest(error)) {
    return complaint(error, request);
  }
  return refusalError(refusalOf(original, request.log), request, error);
}

/** `located` is the error that knows the place of the refusal in the document, if there is one. */
function refusalError(refusal: Refusal, request: FailedRequest, located: unknown): GraphQLError {
  return new GraphQLError(refusal.message, {
    ...placeOf(located),
    extensions: {
      ...refusalExtensions(refusal, request),
      http: {
        status: errors[refusal.code].status,
        headers: refusalHeaders(refusal, request),
        // See `complaint`.
        ...(refusal instanceof InvalidVariables && { spec: true }),
      },
    },
  });
}

/** The extensions of a refusal's error. */
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

/** A resolver may throw anything, and graphql-js or yoga may wrap it more than once. */
function innermost(error: unknown): unknown {
  let inner = error;
  while (inner instanceof GraphQLError && inner.originalError) inner = inner.originalError;
  return inner;
}

/**
 * Checks whether the request caused an error of graphql-js. Errors of parsing and validation have no path. An error of
 * a field belongs to the request only if it is about the field's arguments. Otherwise a resolver returned a value that
 * the schema does not allow.
 */
function isOfRequest({ path, message }: GraphQLError): boolean {
  return path === undefined || message.startsWith('Argument "');
}

/** Renders an error of graphql-js or yoga about the document, or about how it was sent. */
function complaint(error: GraphQLError, request: FailedRequest): GraphQLError {
  if (error.extensions['code'] === unknownOperation) return complaint(operationUnknown(), request);
  const { status = 400, headers, spec } = error.extensions.http ?? { spec: true };
  const code: RefusalCode = status === 405 ? 'METHOD_NOT_ALLOWED' : 'BAD_USER_INPUT';
  return new GraphQLError(messageWithoutValues(error), {
    ...placeOf(error),
    extensions: {
      ...refusalExtensions(new Refusal(code), request),
      ...(code === 'BAD_USER_INPUT' && {
        remedy: 'Correct the document; schema.graphql describes the schema.',
      }),
      // GraphQL over HTTP, section 6.4.1: as application/json, these errors are answered with 200.
      http: { status, spec: spec === true, ...(headers && { headers }) },
    },
  });
}

/** yoga's own code. yoga answers such a request with 400, also as application/json. */
const unknownOperation = 'OPERATION_RESOLUTION_FAILURE';

function operationUnknown(): GraphQLError {
  return new GraphQLError(
    'The document has no operation with the name in operationName, or it has several operations and operationName is missing.',
  );
}

function placeOf(error: unknown): Omit<GraphQLErrorOptions, 'extensions'> {
  if (!(error instanceof GraphQLError)) return {};
  const { nodes, path, source, positions } = error;
  return { nodes: nodes ?? null, path: path ?? null, source: source ?? null, positions: positions ?? null };
}
