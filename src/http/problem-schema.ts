import { z } from 'zod';
import { errors } from '../errors.ts';

/** A problem document (problem.ts), for the reference. */
export const problemSchema = z
  .object({
    type: z
      .string()
      .meta({ format: 'uri-reference' })
      .describe('Names the code, and is the address at which this server explains it.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong with this request.'),
    code: z.enum(Object.keys(errors)).describe('What a program branches on.'),
    remedy: z.string().describe('What to do about it.'),
    problems: z
      .array(
        z.object({
          field: z.string().describe('The field, parameter or header: `rate_limit.per_minute`.'),
          problem: z.string(),
          pointer: z.string().optional().describe('The place in the body, as JSON Pointer.'),
        }),
      )
      .optional()
      .describe('Each wrong value.'),
    request_id: z.string().describe('The same as in X-Request-Id.'),
  })
  .describe('RFC 9457.')
  .meta({ id: 'Problem' });
