import { type ErrorCode, errors } from '../errors.ts';
import { oauthErrorSchema } from './oauth.schema.ts';
import { oauthName, oauthStatus } from './oauth-error.ts';
import { type HeaderName, rateLimitHeaderNames } from './openapi-headers.ts';
import type { Answer, Operation } from './operation.ts';
import { problemSchema } from './problem.schema.ts';
import { problemType } from './problem.ts';

const always: readonly ErrorCode[] = ['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE'];

/** The errors of an operation as answers, by status: an example for each code. */
export function errorAnswers(operation: Operation): Record<number, Answer> {
  const codes = [...new Set([...operation.errors, ...always])];
  const cases = codes.flatMap((code) => statusesOf(operation, code).map((status) => ({ status, code })));
  const byStatus = Object.groupBy(cases, ({ status }) => status);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, found = []]) => [
      status,
      errorAnswer(
        operation,
        Number(status),
        found.map(({ code }) => code),
      ),
    ]),
  );
}

function statusesOf({ errorForm, wrongValuesStatus }: Operation, code: ErrorCode): number[] {
  if (errorForm === 'oauth') return [oauthStatus(code)];
  const { status } = errors[code];
  return code === 'BAD_USER_INPUT' && wrongValuesStatus !== undefined
    ? [status, wrongValuesStatus]
    : [status];
}

function errorAnswer(operation: Operation, status: number, codes: readonly ErrorCode[]): Answer {
  const { errorForm } = operation;
  const description = codes.map((code) => `${errors[code].title}.`).join(' ');
  const headers = headersOf(operation, status);
  if (errorForm === 'oauth') {
    const examples = codes.map((code) => [
      code,
      { error: oauthName(code), error_description: `${errors[code].title}. ${errors[code].remedy}` },
    ]);
    return {
      description,
      headers,
      content: { schema: oauthErrorSchema, examples: Object.fromEntries(examples) },
    };
  }
  return {
    description,
    headers,
    content: {
      mediaType: 'application/problem+json',
      schema: problemSchema,
      examples: Object.fromEntries(codes.map((code) => [code, exampleProblem(code, status)])),
    },
  };
}

function headersOf(operation: Operation, status: number): HeaderName[] {
  const names: HeaderName[] = [];
  if (status === 415) names.push('Accept-Encoding');
  if (showsRateLimit(operation) && !beforeRateLimit.has(status)) names.push(...rateLimitHeaderNames);
  if (status === 405) names.push('Allow');
  if (status === 401 || status === 403) names.push('WWW-Authenticate');
  if (status === 429 || status === 503 || status === 409) names.push('Retry-After');
  return names;
}

/** With these, who asks is not known, or not yet. */
const beforeRateLimit: ReadonlySet<number> = new Set([401, 405, 500, 503]);

function showsRateLimit({ answers }: Operation): boolean {
  return Object.values(answers).some(({ headers = [] }) => headers.includes('RateLimit'));
}

function exampleProblem(code: ErrorCode, status: number) {
  const { title, remedy } = errors[code];
  const inBody = status === 422 && code === 'BAD_USER_INPUT';
  const problem = { field: 'name', problem: 'expected some text', pointer: '#/name' };
  return {
    type: problemType(code),
    title,
    status,
    detail: inBody ? `${problem.field}: ${problem.problem}` : `${title}.`,
    code,
    remedy,
    ...(inBody && { problems: [problem] }),
    request_id: '01980f3e-7c1b-7a54-9a51-5d3f7e0c2b11',
  };
}
