import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../errors.ts';
import { checkExactJson } from '../input.ts';

/** Some clients put a byte order mark before a text. */
const byteOrderMark = '\uFEFF';

/** Parses the JSON of a body. */
export function parseJsonBody(body: string): unknown {
  const text = withoutMark(body);
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('BAD_USER_INPUT', text === '' ? 'The body is empty.' : 'The body is not valid JSON.');
  }
}

/**
 * Makes Fastify parse JSON exactly. Its own parser keeps the last of two members with one name and rounds numbers with
 * many digits, so that Latchkey would store something other than what was sent. `check` can refuse a body before it is
 * parsed, because parsing takes time that grows with the body's length.
 */
export function readJsonBodies(
  app: FastifyInstance,
  check: (request: FastifyRequest, body: string) => void = () => undefined,
): void {
  const type = 'application/json';
  if (app.hasContentTypeParser(type)) app.removeContentTypeParser(type);
  app.addContentTypeParser(type, { parseAs: 'string' }, async (request: FastifyRequest, body: string) => {
    check(request, body);
    const value = parseJsonBody(body);
    checkExactJson(withoutMark(body));
    return value;
  });
}

function withoutMark(body: string): string {
  return body.startsWith(byteOrderMark) ? body.slice(1) : body;
}
