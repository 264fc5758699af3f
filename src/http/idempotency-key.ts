import type { FastifyRequest } from 'fastify';
import { ParseError, parseItem } from 'structured-headers';
import { z } from 'zod';
import { badInput } from '../errors.ts';
import type { Parameter } from './endpoint.ts';

const maxKeyLength = 255;

/** Not the draft's form, but what most clients send: a bare UUID, or another word without spaces. */
const bare = /^[A-Za-z0-9._:/+=~-]+$/;

/**
 * The `Idempotency-Key` of a request (draft-ietf-httpapi-idempotency-key-header), null without one.
 * The quotes are not part of it: `"abc"` and `abc` are the same key.
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

/** A string without parameters, as RFC 9651 writes it: `"abc"`. Null for anything else. */
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
    'A text of your choice that is new for each request that is meant anew, such as a UUID. Sent again within 24 hours, after a time-out for example, the request does nothing a second time: the answer is 200 with `Idempotency-Replayed: true` and the key without its secret, which is stored nowhere. With another body the answer is 422, and while the first request is under way 409.',
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
    'The organization to act in. For service tokens, and for members of several organizations; a key has one of its own.',
  schema: z.string(),
  example: 'org_01h455vb4pex5vsknk084sn02q',
};
