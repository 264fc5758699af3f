import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refusalHeaders } from '../access/refusal-headers.ts';
import { refusalOf } from '../access/refusal-of.ts';
import { type ErrorCode, errors, type InputProblem, inputMessage, Refusal } from '../errors.ts';
import { Outcome } from '../outcomes.ts';
import type { AllowedMethods } from './allowed-methods.ts';
import { type FieldProblem, fieldProblem, isInBody } from './problem-fields.ts';

const unprocessableContent = 422;
const addressRemedy = 'Check the address; /openapi.json lists those that are served.';

/** A problem document (RFC 9457). `type` is stable and contains the code; `problems` name the wrong fields. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly problems?: readonly FieldProblem[];
  readonly request_id: string;
};

/** Answers with a problem document for unknown addresses, and for known ones with another method. */
export function notFoundProblems(app: FastifyInstance, methodsOf: AllowedMethods): void {
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request);
    const methods = methodsOf(path);
    if (methods.length === 0)
      return sendProblem(
        request,
        reply,
        new Refusal('NOT_FOUND', 'Nothing is served at this address.', { remedy: addressRemedy }),
      );
    reply.header('allow', methods.join(', '));
    // No CORS headers: pages of other sites are not allowed, and their preflight request fails.
    if (request.method === 'OPTIONS') return reply.code(204).send();
    const message = `This address is served by ${methods.join(', ')}.`;
    return sendProblem(request, reply, new Refusal('METHOD_NOT_ALLOWED', message));
  });
}

/** Renders any thrown error as a problem document. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(request, reply, error instanceof Outcome ? error : refusalOf(error, request.log));
}

export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: Refusal | Outcome,
): FastifyReply {
  const problem = problemOf(error, request.id);
  return reply.code(problem.status).headers(problemHeaders(error, request)).send(problem);
}

/** Returns the headers of the answer; `problemOf` returns its body. */
export function problemHeaders(
  error: Refusal | Outcome,
  request: Parameters<typeof refusalHeaders>[1],
): Record<string, string> {
  return {
    'content-type': 'application/problem+json; charset=utf-8',
    ...(error instanceof Refusal && refusalHeaders(error, request)),
  };
}

export function problemOf(error: Refusal | Outcome, requestId: string): Problem {
  const { title } = errors[error.code];
  const problems = (error instanceof Refusal ? error.details.problems : error.problems) ?? [];
  return {
    type: problemType(error.code),
    title,
    status: statusOf(error.code, problems),
    detail: detailOf(error, problems),
    code: error.code,
    remedy: error.remedy,
    ...(problems.length > 0 && { problems: problems.map(fieldProblem) }),
    request_id: requestId,
  };
}

/** The type has no host, so that it is the same for every installation. Each node explains its errors there. */
export function problemType(code: ErrorCode): string {
  return `/errors/${code.toLowerCase().replaceAll('_', '-')}`;
}

/** Returns 422 for wrong values in a body that was read, and 400 if the body could not be read or is missing. */
function statusOf(code: ErrorCode, problems: readonly InputProblem[]): number {
  return code === 'BAD_USER_INPUT' && problems.some(isInBody) ? unprocessableContent : errors[code].status;
}

/** Lists the wrong fields in one line with REST's names, because the refusal's own message has GraphQL's names. */
function detailOf({ code, message }: Refusal | Outcome, problems: readonly InputProblem[]): string {
  if (!['BAD_USER_INPUT', 'FORBIDDEN'].includes(code) || !problems.some(isInBody)) return message;
  return inputMessage(problems.map(fieldProblem));
}

/** The query is left out, because it could contain a secret by mistake. */
function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? url;
}
