import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorCode, errors, Outcome, Refusal } from '../errors.ts';

/** A problem document, RFC 9457. `type` is stable and names the code; `problems` name the wrong fields. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly problems?: readonly { readonly field: string; readonly problem: string }[];
  readonly request_id: string;
};

/** Renders everything that is thrown, and every address that does not exist, as a problem document. */
export function problemHandlers(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, asKnownError(error, request)));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      request,
      reply,
      new Refusal('NOT_FOUND', `There is no ${request.method} ${pathOf(request)}.`),
    ),
  );
}

export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: Refusal | Outcome,
): FastifyReply {
  const problem = problemOf(error, request.id);
  if (error instanceof Refusal) {
    const { retryAfterSeconds } = error.details;
    if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
    if (error.code === 'UNAUTHENTICATED') reply.header('www-authenticate', challenge(request));
  }
  return reply.code(problem.status).type('application/problem+json').send(problem);
}

function problemOf(error: Refusal | Outcome, requestId: string): Problem {
  const { status, title, remedy } = errors[error.code];
  const problems = error instanceof Refusal ? error.details.problems : undefined;
  return {
    type: `urn:latchkey:error:${error.code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    detail: error.message,
    code: error.code,
    remedy,
    ...(problems && { problems }),
    request_id: requestId,
  };
}

/** RFC 6750, section 3: no error code when no credential was sent. */
function challenge({ headers }: FastifyRequest): string {
  return headers.authorization === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
}

/** Fastify's own complaints about a request keep their meaning; anything unforeseen is logged and masked. */
function asKnownError(error: unknown, request: FastifyRequest): Refusal | Outcome {
  if (error instanceof Refusal || error instanceof Outcome) return error;
  const status = isFastifyError(error) ? error.statusCode : undefined;
  if (isFastifyError(error) && status !== undefined && status >= 400 && status < 500) {
    return new Refusal(codeOfStatus(status), error.message);
  }
  request.log.error({ err: error }, 'A request failed');
  return new Refusal('INTERNAL_SERVER_ERROR');
}

function codeOfStatus(status: number): Refusal['code'] {
  switch (status) {
    case 404:
      return 'NOT_FOUND';
    case 413:
      return 'PAYLOAD_TOO_LARGE';
    case 415:
      return 'UNSUPPORTED_MEDIA_TYPE';
    default:
      return 'BAD_USER_INPUT';
  }
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'code' in error && 'statusCode' in error;
}

/** Without the query, which could hold a secret by mistake. */
function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? url;
}
