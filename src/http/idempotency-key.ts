import type { FastifyRequest } from 'fastify';
import { ParseError, parseItem } from 'structured-headers';
import { z } from 'zod';
import { badInput } from '../errors.ts';
import type { Parameter } from './endpoint.ts';

const maxKeyLength = 255;

/** The form that most clients send, although the draft demands quotes: a UUID, or another word without spaces. */
const bare = /^[A-Za-z0-9._:/+=~-]+$/;

/**
 * Reads the `Idempotency-Key` of a request (draft-ietf-httpapi-idempotency-key-header), or null if there is none.
 * Quotes are not part of the key: `"abc"` and `abc` are the same.
 */
export function idempotencyKey({ headers }: FastifyRequest): string | null {
  const value = headers['idempotency-key'];
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value.trim() : '';
  const key = bare.test(text) ? text : structuredString(text);
  if (key !== null && key !== '' && key.length <= maxKeyLength) return key;
  const problem = `expected one text in quotes, or a word, of 1 to ${maxKeyLength} characters, such as "8e03978e-40d5-43e8-bc93-6894a57f9324"`;
  throw badInput([{ field: 'Idempotency-Key', problem }]);
}

/** Reads a string without parameters in the form of RFC 9651: `"abc"`. Returns null for any other text. */
function structuredString(text: string): string | null {
  try {
    const [value, parameters] = parseItem(text);
    return typeof value === 'string' && parameters.size === 0 ? value : null;
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}

export const idempotencyKeyParameter: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'A text of your choice, such as a UUID. Use a new one for each new request. If you send the same request with the same text again within 24 hours, for example after a time-out, nothing is done a second time: the answer is 200 with `Idempotency-Replayed: true` and the key without its secret, which is not stored. With another body the answer is 422. While the first request is under way it is 409.',
  schema: z
    .string()
    .min(1)
    .max(maxKeyLength + 2),
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
