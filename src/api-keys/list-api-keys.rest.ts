import { z } from 'zod';
import type { Endpoint } from '../http/endpoint.ts';
import { organizationParameter } from '../http/idempotency-key.ts';
import { rateLimitHeaderNames } from '../http/openapi-headers.ts';
import { decodeCursor } from '../lib/cursors.ts';
import { creatorId, maxSearchLength } from './api-key-input.ts';
import { apiKeys } from './api-keys.ts';
import {
  apiKeyAnswer,
  environment,
  exampleApiKey,
  refusedCredential,
  security,
  status,
  tag,
} from './api-keys-schemas.rest.ts';

const pageSize = { minimum: 1, maximum: 100, default: 20 } as const;
const pageSizeExpected = `expected a whole number from ${pageSize.minimum} to ${pageSize.maximum}`;

/** Query parameters are texts. */
export const listApiKeysQuery = z.strictObject({
  environment: environment.optional().describe('Only keys of this environment.').meta({ example: 'live' }),
  status: status.optional().describe('Only keys with this status.').meta({ example: 'active' }),
  search: z
    .string('expected this parameter once')
    .meta({ maxLength: maxSearchLength })
    .optional()
    .describe('Only keys with this text in the name or description, or with these last four characters.')
    .meta({ example: 'billing' }),
  created_by: creatorId
    .optional()
    .describe(
      'Only keys that this member, management key or service token created. It may have been removed.',
    )
    .meta({ example: 'mem_01h455vb4pex5vsknk084sn02q' }),
  limit: z
    .string(pageSizeExpected)
    .regex(/^([1-9]\d?|100)$/, pageSizeExpected)
    .transform(Number)
    .default(pageSize.default)
    .describe('The maximum number of keys in the page.')
    // Documented as a number, because only the address makes it a text.
    .meta({ example: 20, override: asNumber }),
  cursor: z
    .string('expected this parameter once')
    .transform((text, context) => {
      const id = decodeCursor(text);
      if (id !== null) return id;
      context.addIssue('expected the next_cursor of an earlier page');
      return z.NEVER;
    })
    .optional()
    .describe('The `next_cursor` of the previous page.')
    .meta({ example: 'AQGNL3gAe35TkwABAgMEBQY' }),
});

function asNumber({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void {
  delete jsonSchema['pattern'];
  Object.assign(jsonSchema, { type: 'integer', ...pageSize });
}

export const apiKeyPage = z
  .object({
    data: z.array(apiKeyAnswer),
    has_more: z.boolean().describe('Whether there is another page.'),
    next_cursor: z.string().nullable().describe('The `cursor` of the next page; null on the last page.'),
  })
  .meta({ id: 'ApiKeyPage' });

export const listApiKeysEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/api-keys',
  operationId: 'listApiKeys',
  tag,
  summary: 'List keys',
  description:
    'Lists keys, newest first. New keys do not change later pages. A management key sees only the keys of its own environment.',
  security,
  requires: apiKeys.permission,
  parameters: [organizationParameter],
  query: listApiKeysQuery,
  answers: {
    200: {
      description: 'A page of keys.',
      headers: rateLimitHeaderNames,
      content: {
        schema: apiKeyPage,
        examples: { page: { data: [exampleApiKey], has_more: true, next_cursor: 'AQGNL3gAe35TkwABAgMEBQY' } },
      },
    },
  },
  errors: refusedCredential,
};
