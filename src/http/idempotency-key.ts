import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { badInput } from '../errors.ts';
import type { Parameter } from './endpoint.ts';

const maxKeyLength = 255;

/**
 * A UUID or another word without quotes, which most clients send although the draft demands quotes; or a text in quotes
 * as in RFC 9651, with a backslash before each quote and backslash. The documentation contains the same pattern.
 */
export const idempotencyKeyPattern = new RegExp(
  String.raw`^(?:[A-Za-z0-9._:/+=~-]{1,${maxKeyLength}}|"(?:[ !#-\[\]-~]|\\["\\]){1,${maxKeyLength}}")$`,
);

/**
 * Reads the `Idempotency-Key` of a request (draft-ietf-httpapi-idempotency-key-header), or null if there is none.
 * Quotes are not part of the key: `"abc"` and `abc` are the same.
 */
export function idempotencyKey({ headers }: FastifyRequest): string | null {
  const value = headers['idempotency-key'];
  if (value === undefined) return null;
  if (typeof value === 'string' && idempotencyKeyPattern.test(value)) return withoutQuotes(value);
  const problem = `expected one text in quotes, or a word, of 1 to ${maxKeyLength} characters, such as "8e03978e-40d5-43e8-bc93-6894a57f9324"`;
  throw badInput([{ field: 'Idempotency-Key', problem }]);
}

function withoutQuotes(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;
}

export const idempotencyKeyParameter: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'A text of your choice, such as a UUID. Use a new one for each new request. If you send the same request with the same text again within 24 hours, for example after a time-out, nothing is done a second time: the answer is 200 with `Idempotency-Replayed: true` and the key without its secret, which is not stored. With another body the answer is 422. While the first request is under way it is 409.',
  schema: z.string().regex(idempotencyKeyPattern),
  example: '"8e03978e-40d5-43e8-bc93-6894a57f9324"',
};

export const organizationParameter: Parameter = {
  name: 'Latchkey-Organization',
  in: 'header',
  description:
    'The organization to act in. Service tokens, and members of several organizations, must send it. A key belongs to one organization and does not need it.',
  schema: z.string(),
  example: 'org_01h455vb4pex5vsknk084sn02q',
};
