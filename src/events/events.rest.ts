import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RequestContext } from '../access/context.ts';
import { eventApiVersion, eventTypeNames, eventTypes } from '../events.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { organizationParameter } from '../http/idempotency-key.ts';
import type { Route } from '../http/route.ts';
import { parseInput } from '../input.ts';
import { eventData } from './event-data.ts';
import { type Event, eventsAfter } from './events.ts';

const tag = 'Events';
const security = ['bearer', 'session'] as const;
const errors = ['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT', 'NOT_FOUND', 'METHOD_NOT_ALLOWED'] as const;

const pageSize = { minimum: 1, maximum: 1000, default: 100 } as const;
const maxSequence = Number.MAX_SAFE_INTEGER;

/** A whole number. Query parameters arrive as text. */
function wholeNumber({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }) {
  const expected = `expected a whole number from ${minimum} to ${maximum}`;
  return z
    .string(expected)
    .regex(/^\d{1,16}$/, expected)
    .transform(Number)
    .refine((number) => number >= minimum && number <= maximum, expected);
}

function asNumber(limits: { readonly minimum: number; readonly maximum?: number; readonly default: number }) {
  return ({ jsonSchema }: { jsonSchema: Record<string, unknown> }) => {
    delete jsonSchema['pattern'];
    Object.assign(jsonSchema, { type: 'integer', ...limits });
  };
}

const sentNames = new Map(eventTypeNames.map((name) => [eventTypes[name].name as string, name]));

const typeList = z.string('expected it once').transform((text, context) =>
  text.split(',').flatMap((sent) => {
    const name = sentNames.get(sent.trim());
    if (name !== undefined) return [name];
    context.addIssue(`expected types of GET /v1/event-types, separated by commas; "${sent}" is none`);
    return [];
  }),
);

const listEventsQuery = z.strictObject({
  after: wholeNumber({ minimum: 0, maximum: maxSequence })
    .default(0)
    .describe('Return only events after this sequence: that of the last event you have read.')
    .meta({ example: 0, override: asNumber({ minimum: 0, default: 0 }) }),
  limit: wholeNumber(pageSize)
    .default(pageSize.default)
    .describe('The maximum number of events.')
    .meta({ example: 100, override: asNumber(pageSize) }),
  types: typeList
    .optional()
    .describe('Return only events of these types, separated by commas.')
    .meta({ example: 'api_key.created,api_key.revoked' }),
  target: z
    .string('expected it once')
    .optional()
    .describe('Return only events about the key, member, invitation or organization with this id.')
    .meta({ example: 'key_01h455vb4pex5vsknk084sn02q' }),
});

const reference = z.object({ type: z.string(), id: z.string() });

const eventAnswer = z
  .object({
    id: z.string().describe('`evt_…`; also the `webhook-id` of its delivery.'),
    type: z.string().describe('Such as `api_key.created`.'),
    api_version: z.string().describe('The version of the shape of `data`.'),
    sequence: z.int().describe('The place in the log of the organization: 1, 2, 3, without gaps.'),
    organization_id: z.string().nullable(),
    environment: z.string().nullable().describe('`test` or `live`, for events about keys.'),
    occurred_at: z.string().meta({ format: 'date-time' }),
    actor: reference.nullable().describe('Who did it. Null: nobody with an id; `via` says more.'),
    via: z.string().describe('How the actor came in, such as `session` or `command_line`.'),
    target: reference.nullable().describe('What the event is about.'),
    request_id: z.string().nullable().describe('The `X-Request-Id` of the request.'),
    data: z.record(z.string(), z.unknown()).describe('By type: see `GET /v1/event-types`.'),
    address: z.string().nullable().describe('Null for keys, and after the person was erased.'),
    user_agent: z.string().nullable().describe('Null for keys, and after the person was erased.'),
    email: z.string().nullable().describe('Null for keys, and after the person was erased.'),
  })
  .meta({ id: 'Event' });

const eventPage = z
  .object({
    data: z.array(eventAnswer),
    has_more: z.boolean().describe('Whether there are more events now.'),
  })
  .meta({ id: 'EventPage' });

const exampleEvent: z.output<typeof eventAnswer> = {
  id: 'evt_01h455vb4pex5vsknk084sn02q',
  type: 'api_key.revoked',
  api_version: eventApiVersion,
  sequence: 12,
  organization_id: 'org_01h455vb4pex5vsknk084sn02q',
  environment: 'live',
  occurred_at: '2026-12-01T10:30:00.000Z',
  actor: { type: 'member', id: 'mem_01h455vb4pex5vsknk084sn02q' },
  via: 'session',
  target: { type: 'api_key', id: 'key_01h455vb4pex5vsknk084sn02q' },
  request_id: '01980f3e-7c1b-7a54-9a51-5d3f7e0c2b11',
  data: { api_key: { id: 'key_01h455vb4pex5vsknk084sn02q' } },
  address: '203.0.113.7',
  user_agent: 'Mozilla/5.0',
  email: null,
};

export const listEventsEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/events',
  operationId: 'listEvents',
  tag,
  summary: 'Read the log of events',
  description:
    'In the order of the log. Pass the sequence of the last event as `after` to go on. An event exists exactly if its change was committed, and no event can appear before one that you have read. A management key reads the events of the keys of its own environment.',
  security,
  requires: eventsAfter.permission,
  parameters: [organizationParameter],
  query: listEventsQuery,
  answers: {
    200: {
      description: 'Events.',
      content: { schema: eventPage, examples: { page: { data: [exampleEvent], has_more: false } } },
    },
  },
  errors,
};

const eventTypesAnswer = z
  .object({
    data: z.array(
      z.object({
        type: z.string(),
        description: z.string(),
        webhooks: z.boolean().describe('Whether webhooks carry it without being asked to.'),
        schema: z.record(z.string(), z.unknown()).describe('A JSON Schema of `data`.'),
      }),
    ),
  })
  .meta({ id: 'EventTypes' });

export const listEventTypesEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/event-types',
  operationId: 'listEventTypes',
  tag,
  summary: 'List the types of events',
  description: 'Each type with a JSON Schema of its `data`.',
  security,
  answers: {
    200: {
      description: 'The types.',
      content: {
        schema: eventTypesAnswer,
        examples: {
          types: {
            data: [
              {
                type: 'api_key.revoked',
                description: eventTypes.API_KEY_REVOKED.description,
                webhooks: true,
                schema: { type: 'object' },
              },
            ],
          },
        },
      },
    },
  },
  errors: ['UNAUTHENTICATED', 'BAD_USER_INPUT', 'NOT_FOUND', 'METHOD_NOT_ALLOWED'],
};

/** In the order of the document. */
export const eventEndpoints: readonly Endpoint[] = [listEventsEndpoint, listEventTypesEndpoint];

export function eventRoutes(route: Route): void {
  route(listEventsEndpoint, list);
  route(listEventTypesEndpoint, () => ({ data: eventTypeAnswers }));
}

async function list(context: RequestContext, request: FastifyRequest): Promise<z.output<typeof eventPage>> {
  const { after, limit, types, target } = parseInput(listEventsQuery, request.query, '');
  // One more than requested tells whether there are more.
  const found = await eventsAfter(context, { types, target }, { after, limit: limit + 1 });
  return { data: found.slice(0, limit).map(eventShown), has_more: found.length > limit };
}

function eventShown({ content, sequence, personal }: Event): z.output<typeof eventAnswer> {
  if (sequence === null) throw new Error(`The event ${content.id} is not sealed`);
  const { personal_data: _commitment, ...shown } = content;
  const { address, user_agent, email } = personal ?? { address: null, user_agent: null, email: null };
  return { ...shown, sequence, address, user_agent, email };
}

const eventTypeAnswers = eventTypeNames.map((name) => {
  const { name: type, description, webhooks } = eventTypes[name];
  return { type, description, webhooks, schema: z.toJSONSchema(eventData[name]) };
});
