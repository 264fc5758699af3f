import { type ErrorCode, errors } from '../errors.ts';
import type { Answer, Endpoint, ErrorForm } from './endpoint.ts';
import { type HeaderName, rateLimitHeaderNames } from './openapi-headers.ts';
import { problemType } from './problem.ts';
import { problemSchema } from './problem-schema.ts';

const always: readonly ErrorCode[] = ['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE'];

/** Documents the errors of an endpoint by status, with an example for each code. */
export function errorAnswers(endpoint: Endpoint): Record<number, Answer> {
  const codes = [...new Set([...endpoint.errors, ...always])];
  const cases = codes.flatMap((code) => statusesOf(endpoint, code).map((status) => ({ status, code })));
  const byStatus = Object.groupBy(cases, ({ status }) => status);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, found = []]) => [
      status,
      errorAnswer(
        endpoint,
        Number(status),
        found.map(({ code }) => code),
      ),
    ]),
  );
}

function statusesOf({ errorForm = problemForm, wrongValuesStatus }: Endpoint, code: ErrorCode): number[] {
  const status = errorForm.statusOf(code);
  return code === 'BAD_USER_INPUT' && wrongValuesStatus !== undefined
    ? [status, wrongValuesStatus]
    : [status];
}

function errorAnswer(endpoint: Endpoint, status: number, codes: readonly ErrorCode[]): Answer {
  const { mediaType, schema, exampleOf } = endpoint.errorForm ?? problemForm;
  const examples = codes.map((code) => [code, exampleOf(code, status)]);
  return {
    description: codes.map((code) => `${errors[code].title}.`).join(' '),
    headers: headersOf(endpoint, status),
    content: { mediaType, schema, examples: Object.fromEntries(examples) },
  };
}

function headersOf(endpoint: Endpoint, status: number): HeaderName[] {
  const names: HeaderName[] = [];
  if (status === 415) names.push('Accept-Encoding');
  if (showsRateLimit(endpoint) && !beforeRateLimit.has(status)) names.push(...rateLimitHeaderNames);
  if (status === 405) names.push('Allow');
  if (status === 401 || status === 403) names.push('WWW-Authenticate');
  if (status === 429 || status === 503 || status === 409) names.push('Retry-After');
  return names;
}

/** With these statuses the caller is unknown or not authenticated yet. */
const beforeRateLimit: ReadonlySet<number> = new Set([401, 405, 500, 503]);

function showsRateLimit({ answers }: Endpoint): boolean {
  return Object.values(answers).some(({ headers = [] }) => headers.includes('RateLimit'));
}

const problemForm: ErrorForm = {
  name: 'problem',
  mediaType: 'application/problem+json',
  schema: problemSchema,
  statusOf: (code) => errors[code].status,
  exampleOf: (code, status) => {
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
  },
};
