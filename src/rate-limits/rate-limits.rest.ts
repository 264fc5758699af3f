import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RequestContext } from '../access/context.ts';
import { Refusal } from '../errors.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { rateLimitHeaderNames } from '../http/openapi-headers.ts';
import type { Route } from '../http/route.ts';
import type { RateLimitWindow } from './rate-limit.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';
import { loadRateLimits } from './rate-limits.ts';

const left = {
  limit: z.int().describe('Requests that the key may make.'),
  remaining: z.int().describe('What is left of them.'),
  reset: z.int().describe('When the window begins anew, in Unix seconds.'),
  reset_at: z.string().meta({ format: 'date-time' }).describe('The same as RFC 3339 has it.'),
};

const rateLimitAnswer = z
  .object({
    limit: left.limit.nullable(),
    remaining: left.remaining.nullable(),
    reset: left.reset.nullable(),
    reset_at: left.reset_at.nullable(),
    windows: z
      .array(z.object({ window: z.enum(['minute', 'hour']), ...left }))
      .describe('Each window that is limited; empty for an unlimited key.'),
  })
  .meta({ id: 'RateLimit' });

type RateLimitAnswer = z.output<typeof rateLimitAnswer>;

export const rateLimitEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/rate-limit',
  operationId: 'getRateLimit',
  tag: 'Rate limits',
  summary: 'Show what the calling key has left',
  description:
    'For the key that asks, whatever its permissions; asking consumes nothing. The values are those of the window nearest to being used up, null for a key that is unlimited.',
  security: ['bearer'],
  answers: {
    200: {
      description: 'What is left now.',
      headers: rateLimitHeaderNames,
      content: {
        schema: rateLimitAnswer,
        examples: {
          limited: {
            limit: 10_000,
            remaining: 9847,
            reset: 1_760_439_600,
            reset_at: '2025-10-14T11:00:00.000Z',
            windows: [
              {
                window: 'minute',
                limit: 500,
                remaining: 499,
                reset: 1_760_437_860,
                reset_at: '2025-10-14T10:31:00.000Z',
              },
              {
                window: 'hour',
                limit: 10_000,
                remaining: 9847,
                reset: 1_760_439_600,
                reset_at: '2025-10-14T11:00:00.000Z',
              },
            ],
          },
          unlimited: { limit: null, remaining: null, reset: null, reset_at: null, windows: [] },
        },
      },
    },
  },
  errors: ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'METHOD_NOT_ALLOWED'],
};

/** `GET /v1/rate-limit` */
export function rateLimitRoutes(route: Route): void {
  route(rateLimitEndpoint, ownRateLimit);
}

/** What a calling key has left, as headers; looking consumes nothing. */
export async function callersRateLimitHeaders(context: RequestContext): Promise<Record<string, string>> {
  const { actor, database, configuration, clock } = context;
  if (actor.type !== 'API_KEY') return {};
  const limits = await loadRateLimits(database, configuration, [actor.id]);
  return rateLimitHeaders(limits.get(actor.id) ?? null, clock.now());
}

async function ownRateLimit(
  { actor, database, configuration, clock }: RequestContext,
  _request: FastifyRequest,
  reply: FastifyReply,
): Promise<RateLimitAnswer> {
  if (actor.type !== 'API_KEY') throw new Refusal('FORBIDDEN', 'Only an API key has limits of its own.');
  const rateLimit = (await loadRateLimits(database, configuration, [actor.id])).get(actor.id) ?? null;
  // Those of the hook are a moment older, and a moment can be the end of a window.
  reply.headers(rateLimitHeaders(rateLimit, clock.now()));
  if (rateLimit === null) return { limit: null, remaining: null, reset: null, reset_at: null, windows: [] };
  const { limit, remaining, reset, windows } = rateLimit;
  return {
    limit,
    remaining,
    reset,
    reset_at: instantOf(reset),
    windows: windows.map((window: RateLimitWindow) => ({ ...window, reset_at: instantOf(window.reset) })),
  };
}

function instantOf(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString();
}
