import { z } from 'zod';
import type { RequestContext } from '../access/context.ts';
import {
  exampleApiKey,
  idOf,
  idParameter,
  refusedCredential,
  security,
  tag,
} from '../api-keys/api-keys-schemas.rest.ts';
import { notFound } from '../errors.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { organizationParameter } from '../http/idempotency-key.ts';
import { rateLimitHeaderNames } from '../http/openapi-headers.ts';
import { bodyRoot } from '../http/problem-fields.ts';
import type { Route } from '../http/route.ts';
import { parseInput } from '../input.ts';
import { formatId } from '../lib/ids.ts';
import { checkCodes, checkOutcomes } from './explained-checks.ts';
import { explainApiKey, explainedSecrets, explanationConditions } from './explanation.ts';
import { remainingRateLimit } from './verification-answer.ts';

const { environment, scopes, ip, cost } = explanationConditions;
const secretNames = explainedSecrets.map((name) => name.toLowerCase());
const secretExpected = `expected one of ${secretNames.join(', ')}`;

const explainApiKeyBody = z
  .strictObject(
    {
      environment,
      scopes,
      ip,
      cost: cost.describe('How much of the limits the request would consume. Default: 1.'),
      secret: z
        .enum(secretNames, secretExpected)
        .nullish()
        .describe(
          'Which secret the request sends: the present one, or the one before the last rotation. Default: `present`.',
        ),
    },
    'expected a JSON object',
  )
  .meta({ id: 'ExplainApiKey' });

const outcomeNames = checkOutcomes.map((name) => name.toLowerCase());

const explanationAnswer = z
  .object({
    id: z.string().describe('The id of the key.'),
    code: z.enum([...checkCodes, 'VALID']).describe('The `code` that a verification would answer with.'),
    status: z.int().describe('The HTTP status that the product should answer with.'),
    checks: z
      .array(
        z.object({
          code: z.enum(checkCodes).describe('The code of the answer if this is the first check that fails.'),
          outcome: z.enum(outcomeNames).describe('`skipped`: there is nothing to check.'),
          detail: z.string().describe('The reason, for people. The wording may change.'),
        }),
      )
      .describe('Every check, in the order of the verification, also after the first failed one.'),
    rate_limit: remainingRateLimit.nullable().describe('What remains now. Null: the key has no limit.'),
  })
  .meta({ id: 'ApiKeyExplanation' });

const example: z.output<typeof explanationAnswer> = {
  id: exampleApiKey.id,
  code: 'INSUFFICIENT_SCOPES',
  status: 403,
  checks: [
    { code: 'REVOKED', outcome: 'passed', detail: 'The key is not revoked.' },
    { code: 'INSUFFICIENT_SCOPES', outcome: 'failed', detail: 'The key lacks clients:read.' },
  ],
  rate_limit: null,
};

export const explainApiKeyEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/api-keys/{id}/explain',
  operationId: 'explainApiKey',
  tag,
  summary: 'Explain what a verification would answer',
  description:
    'Says what a verification of this key with such a request would answer now, and why. It needs no secret and consumes nothing.',
  security,
  requires: explainApiKey.permission,
  parameters: [idParameter, organizationParameter],
  wrongValuesStatus: 422,
  body: {
    schema: explainApiKeyBody,
    examples: { usual: { environment: 'live', scopes: ['clients:read'], ip: '203.0.113.7' }, plain: {} },
  },
  bodyOptional: true,
  answers: {
    200: {
      description: 'The explanation.',
      headers: rateLimitHeaderNames,
      content: { schema: explanationAnswer, examples: { refused: example } },
    },
  },
  errors: [...refusedCredential, 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
};

export function explanationRoutes(route: Route): void {
  route(explainApiKeyEndpoint, async (context, request) => {
    const body = parseInput(explainApiKeyBody, request.body ?? {}, bodyRoot);
    return explain(context, { ...body, id: idOf(request), secret: body.secret?.toUpperCase() });
  });
}

async function explain(context: RequestContext, input: object): Promise<z.output<typeof explanationAnswer>> {
  const explanation = await explainApiKey(context, input);
  if (explanation === null) throw notFound('The API key');
  const { apiKey, code, status, checks, rateLimit } = explanation;
  return {
    id: formatId('apiKey', apiKey.id),
    code,
    status,
    checks: checks.map((check) => ({ ...check, outcome: check.outcome.toLowerCase() })),
    rate_limit: rateLimit,
  };
}
