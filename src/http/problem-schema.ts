import { z } from 'zod';
import { errors } from '../errors.ts';

/** The schema of a problem document (problem.ts), for the documentation. */
export const problemSchema = z
  .object({
    type: z
      .string()
      .meta({ format: 'uri-reference' })
      .describe('Contains the code. It is also the address at which this server explains the error.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong with this request.'),
    code: z.enum(Object.keys(errors)).describe('The stable code. Programs should branch on it.'),
    remedy: z.string().describe('What the caller can do.'),
    problems: z
      .array(
        z.object({
          field: z.string().describe('The field, parameter or header: `rate_limit.per_minute`.'),
          problem: z.string(),
          pointer: z.string().optional().describe('The place in the body, as a JSON Pointer.'),
        }),
      )
      .optional()
      .describe('Each wrong value.'),
    request_id: z.string().describe('The same as in X-Request-Id.'),
  })
  .describe('RFC 9457.')
  .meta({ id: 'Problem' });
