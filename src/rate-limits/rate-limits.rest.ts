import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RequestContext } from '../access/context.ts';
import { Refusal } from '../errors.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { rateLimitHeaderNames } from '../http/openapi-headers.ts';
import type { Route } from '../http/route.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';
import { loadRateLimits } from './rate-limits.ts';
import type { RateLimitWindow } from './remaining-rate-limit.ts';

const left = {
  limit: z.int().describe('The number of requests that the key may make.'),
  remaining: z.int().describe('The number of requests that remain.'),
  reset: z.int().describe('When the next window begins, in Unix seconds.'),
  reset_at: z.string().meta({ format: 'date-time' }).describe('The same time as RFC 3339.'),
};

const rateLimitAnswer = z
  .object({
    limit: left.limit.nullable(),
    remaining: left.remaining.nullable(),
    reset: left.reset.nullable(),
    reset_at: left.reset_at.nullable(),
    windows: z
      .array(z.object({ window: z.enum(['minute', 'hour']), ...left }))
      .describe('Each window that has a limit. Empty for an unlimited key.'),
  })
  .meta({ id: 'RateLimit' });

type RateLimitAnswer = z.output<typeof rateLimitAnswer>;

export const rateLimitEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/rate-limit',
  operationId: 'getRateLimit',
  tag: 'Rate limits',
  summary: 'Show what remains of the calling key’s limits',
  description:
    'Shows the limits of the key that asks. It needs no permission and consumes nothing. The values belong to the window that is nearest to its limit. They are null for an unlimited key.',
  security: ['bearer'],
  answers: {
    200: {
      description: 'What remains now.',
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

/** Returns what remains for a calling key, as headers. It consumes nothing. */
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
  if (actor.type !== 'API_KEY') throw new Refusal('FORBIDDEN', 'Only an API key has its own limits.');
  const rateLimit = (await loadRateLimits(database, configuration, [actor.id])).get(actor.id) ?? null;
  // Replaces the hook's headers: they are slightly older, and a window may have ended since.
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
