import type { ExecutionResult } from 'graphql';
import { type FailedRequest, maskError } from './mask-error.ts';
import type { GraphQLMediaType } from './media-type.ts';

type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A result as HTTP, every error of it masked: this is the one place that all of them pass. */
export function answerOf(
  { data, errors = [] }: ExecutionResult,
  request: FailedRequest,
  mediaType: GraphQLMediaType,
): Answer {
  const masked = errors.map((error) => maskError(error, request));
  // An error of a part of the answer is told with that part, and the request as a whole did not fail.
  const failures = isServed(data) ? [] : masked;
  const statuses = failures
    // GraphQL over HTTP, section 6.4.1: as application/json, mistakes in a document are answered with 200.
    .filter(({ isMistake }) => !isMistake || mediaType !== 'application/json')
    .map(({ status }) => status);
  return {
    status: Math.max(200, ...statuses),
    headers: Object.assign({}, ...failures.map(({ headers }) => headers)),
    body: JSON.stringify({ ...(masked.length > 0 && { errors: masked.map(({ error }) => error) }), data }),
  };
}

/** Whether a part of the answer is there. */
function isServed(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.values(data).some((field) => field !== null);
}
