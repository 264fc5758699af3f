import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { badInput } from '../errors.ts';
import type { Parameter } from './endpoint.ts';

const longest = 255;

/** An sf-string (RFC 9651, section 3.3.3): printable ASCII in quotes, with `\"` and `\\`. */
const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])+)"$/;
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
  const key = quoted.exec(text)?.[1]?.replaceAll(/\\(["\\])/g, '$1') ?? bare.exec(text)?.[0];
  if (key !== undefined && key.length <= longest) return key;
  const problem = `expected one text in quotes, or a word, of 1 to ${longest} characters, such as "8e03978e-40d5-43e8-bc93-6894a57f9324"`;
  throw badInput([{ field: 'Idempotency-Key', problem }]);
}

export const idempotencyKeyParameter: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'A text of your choice that is new for each request that is meant anew, such as a UUID. Sent again within 24 hours, after a time-out for example, the request does nothing a second time: the answer is 200 with `Idempotency-Replayed: true` and the key without its secret, which is stored nowhere. With another body the answer is 422, and while the first request is under way 409.',
  schema: z
    .string()
    .min(1)
    .max(longest + 2),
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
