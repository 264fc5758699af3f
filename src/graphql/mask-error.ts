import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { refusalHeaders } from '../access/refusal-headers.ts';
import { refusalOf } from '../access/refusal-of.ts';
import { errors, Refusal } from '../errors.ts';
import type { Logger } from '../lib/logger.ts';
import { InvalidVariables } from './variable-problems.ts';
import { messageWithoutValues } from './without-values.ts';

/** What an error's rendering needs of the request that it belongs to. */
export type FailedRequest = {
  readonly id: string;
  readonly log: Pick<Logger, 'error'>;
  readonly headers: { readonly authorization?: string | undefined };
};

/** An error as the caller sees it, and what it makes of the whole answer if nothing of that is there. */
export type MaskedError = {
  readonly error: GraphQLFormattedError;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it is a mistake in the document or its variables. */
  readonly isMistake: boolean;
};

/**
 * The last stop of every error on its way out: refusals keep their code and status, complaints about
 * the request become BAD_USER_INPUT without the values they repeat, and anything else is logged and
 * leaves as INTERNAL_SERVER_ERROR, or SERVICE_UNAVAILABLE, with the request's id and no more.
 */
export function maskError(located: GraphQLError, request: FailedRequest): MaskedError {
  const original = innermost(located);
  if (original instanceof GraphQLError && isOfRequest(located)) return complaint(located, request);
  const refusal = refusalOf(original, request.log);
  return {
    error: errorAt(located, refusal.message, refusalExtensions(refusal, request)),
    status: errors[refusal.code].status,
    headers: {
      ...refusalHeaders(refusal, request),
      ...(refusal.code === 'METHOD_NOT_ALLOWED' && { allow: 'POST' }),
    },
    isMistake: refusal instanceof InvalidVariables,
  };
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

/** Of graphql-js, about the document. */
function complaint(located: GraphQLError, request: FailedRequest): MaskedError {
  const refusal = new Refusal('BAD_USER_INPUT');
  const remedy = 'Correct the document; schema.graphql describes what it can ask.';
  return {
    error: errorAt(located, messageWithoutValues(located), {
      ...refusalExtensions(refusal, request),
      remedy,
    }),
    status: errors[refusal.code].status,
    headers: {},
    isMistake: true,
  };
}

/** The error where `located` says that it arose, if it does. */
function errorAt(
  { locations, path }: GraphQLError,
  message: string,
  extensions: Record<string, unknown>,
): GraphQLFormattedError {
  return { message, ...(locations && { locations }), ...(path && { path }), extensions };
}
