import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refusalHeaders } from '../access/refusal-headers.ts';
import { refusalOf } from '../access/refusal-of.ts';
import { type ErrorCode, errors, Outcome, Refusal } from '../errors.ts';
import { allowedMethods } from './allowed-methods.ts';

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

/**
 * Renders everything that is thrown as a problem document, and also every address that does not exist
 * or not with this method. Call it before the routes are registered, which it learns of.
 */
export function problemHandlers(app: FastifyInstance): void {
  const methodsOf = allowedMethods(app);
  app.setErrorHandler(sendError);
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request);
    const methods = methodsOf(path);
    if (methods.length === 0)
      return sendProblem(request, reply, new Refusal('NOT_FOUND', `There is no ${path}.`));
    reply.header('allow', methods.join(', '));
    // Without CORS headers: another site's page that asks in advance is not allowed.
    if (request.method === 'OPTIONS') return reply.code(204).send();
    const message = `${path} is served by ${methods.join(', ')}.`;
    return sendProblem(request, reply, new Refusal('METHOD_NOT_ALLOWED', message));
  });
}

export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(request, reply, error instanceof Outcome ? error : refusalOf(error, request.log));
}

export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: Refusal | Outcome,
): FastifyReply {
  const problem = problemOf(error, request.id);
  if (error instanceof Refusal) reply.headers(refusalHeaders(error, request));
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

/** Without the query, which could hold a secret by mistake. */
function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? url;
}
