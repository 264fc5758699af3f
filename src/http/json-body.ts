import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../errors.ts';
import { checkExactJson } from '../input.ts';

/** Some clients put a byte order mark before a text. */
const byteOrderMark = '\uFEFF';

/**
 * Returns the JSON value of a body, exactly as it was sent. `JSON.parse` alone keeps the last of two members with one
 * name and rounds numbers with many digits, so Latchkey would use something other than what was sent. Every body of
 * JSON is read here.
 */
export function parseJsonBody(body: Buffer): unknown {
  if (!isUtf8(body)) throw notReadable('The body is not valid UTF-8.');
  const text = withoutMark(body.toString('utf8'));
  const value = parsed(text);
  checkExactJson(text);
  return value;
}

/**
 * Makes Fastify read JSON with `parseJsonBody`. `check` can refuse a body before it is parsed, because parsing takes
 * time that grows with the body's length.
 */
export function readJsonBodies(
  app: FastifyInstance,
  check: (request: FastifyRequest, body: Buffer) => void = () => undefined,
): void {
  const type = 'application/json';
  if (app.hasContentTypeParser(type)) app.removeContentTypeParser(type);
  app.addContentTypeParser(type, { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
    check(request, body);
    return parseJsonBody(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notReadable(text === '' ? 'The body is empty.' : 'The body is not valid JSON.');
  }
}

function withoutMark(text: string): string {
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}

function notReadable(message: string): Refusal {
  return new Refusal('BAD_USER_INPUT', message, { remedy: 'Send the body as JSON in UTF-8.' });
}
