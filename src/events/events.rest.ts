import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RequestContext } from '../access/context.ts';
import { waitingCaller } from '../access/waiting-caller.ts';
import { eventApiVersion, eventTypeNamed, eventTypeNames, eventTypes } from '../events.ts';
import type { Endpoint, Webhook } from '../http/endpoint.ts';
import { organizationParameter } from '../http/idempotency-key.ts';
import type { Route } from '../http/route.ts';
import { parseInput } from '../input.ts';
import { eventData } from './event-data.ts';
import { eventExamples } from './event-examples.ts';
import { type EventLog, installationEventLog, organizationLog } from './event-logs.ts';
import type { Event } from './events.ts';
import { afterParameter, asNumber, wholeNumber } from './events-query.rest.ts';
import {
  exportEventsEndpoint,
  exportInstallationEventsEndpoint,
  exportRoutes,
} from './export-events.rest.ts';

const tag = 'Events';
const security = ['bearer', 'session'] as const;
const errors = ['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT', 'NOT_FOUND', 'METHOD_NOT_ALLOWED'] as const;
const listErrors = [...errors, 'RATE_LIMITED'] as const;

const pageSize = { minimum: 1, maximum: 1000, default: 100 } as const;
const waitSeconds = { minimum: 0, maximum: 30, default: 0 } as const;

const typeList = z.string('expected it once').transform((text, context) =>
  text.split(',').flatMap((sent) => {
    const name = eventTypeNamed(sent.trim());
    if (name !== undefined) return [name];
    context.addIssue(`expected types of GET /v1/event-types, separated by commas; "${sent}" is none`);
    return [];
  }),
);

const listEventsQuery = z.strictObject({
  after: afterParameter,
  limit: wholeNumber(pageSize)
    .default(pageSize.default)
    .describe('The maximum number of events.')
    .meta({ example: 100, override: asNumber(pageSize) }),
  wait: wholeNumber(waitSeconds)
    .default(waitSeconds.default)
    .describe('If there is no event yet, wait for one so many seconds before answering.')
    .meta({ example: 20, override: asNumber(waitSeconds) }),
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
    last_sequence: z.int().describe('The sequence of the last event of the log, whatever was asked for.'),
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
  data: eventExamples.API_KEY_REVOKED,
  address: '203.0.113.7',
  user_agent: 'Mozilla/5.0',
  email: null,
};

const exampleInstallationEvent: z.output<typeof eventAnswer> = {
  ...exampleEvent,
  type: 'signing_keys.rotated',
  sequence: 3,
  organization_id: null,
  environment: null,
  actor: { type: 'service', id: 'svc_01h455vb4pex5vsknk084sn02q' },
  via: 'service_token',
  target: null,
  data: { compromised: false },
};

export const listEventsEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/events',
  operationId: 'listEvents',
  tag,
  summary: 'Read the log of events',
  description:
    'In the order of the log. Pass the sequence of the last event as `after` to go on. An event exists exactly if its change was committed, and no event can appear before one that you have read. With `wait`, the answer comes as soon as there is an event. A management key reads the events of the keys of its own environment.',
  security,
  requires: organizationLog.after.permission,
  parameters: [organizationParameter],
  query: listEventsQuery,
  answers: {
    200: {
      description: 'Events.',
      content: {
        schema: eventPage,
        examples: { page: { data: [exampleEvent], has_more: false, last_sequence: 12 } },
      },
    },
  },
  errors: listErrors,
};

export const listInstallationEventsEndpoint: Endpoint = {
  ...listEventsEndpoint,
  path: '/v1/installation/events',
  operationId: 'listInstallationEvents',
  summary: 'Read the log of the installation',
  description:
    'What happened in no organization: service tokens, signing keys, sign-ins of people without an organization. It has an order of its own, and is read as `GET /v1/events` is.',
  security: ['bearer'],
  requires: installationEventLog.after.permission,
  parameters: [],
  answers: {
    200: {
      description: 'Events.',
      content: {
        schema: eventPage,
        examples: { page: { data: [exampleInstallationEvent], has_more: false, last_sequence: 3 } },
      },
    },
  },
};

const eventTypesAnswer = z
  .object({
    data: z.array(
      z.object({
        type: z.string(),
        description: z.string(),
        webhooks: z.boolean().describe('Whether webhooks carry it without being asked to.'),
        schema: z.record(z.string(), z.unknown()).describe('A JSON Schema of `data`.'),
        example: z.record(z.string(), z.unknown()).describe('An example of `data`.'),
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
                example: exampleEvent.data,
              },
            ],
          },
        },
      },
    },
  },
  errors: ['UNAUTHENTICATED', 'BAD_USER_INPUT', 'NOT_FOUND', 'METHOD_NOT_ALLOWED'],
};

/** What webhooks send: the event as `GET /v1/events` shows it. */
export const eventWebhooks: readonly Webhook[] = eventTypeNames
  .filter((name) => eventTypes[name].webhooks)
  .map((name) => ({
    name: eventTypes[name].name,
    tag,
    description: eventTypes[name].description,
    body: {
      schema: eventAnswer
        .extend({ type: z.literal(eventTypes[name].name), data: eventData[name] })
        .meta({ id: undefined }),
      examples: { event: { ...exampleEvent, type: eventTypes[name].name, data: eventExamples[name] } },
    },
  }));

/** In the order of the document. */
export const eventEndpoints: readonly Endpoint[] = [
  listEventsEndpoint,
  exportEventsEndpoint,
  listInstallationEventsEndpoint,
  exportInstallationEventsEndpoint,
  listEventTypesEndpoint,
];

export function eventRoutes(route: Route): void {
  route(listEventsEndpoint, listing(organizationLog));
  route(listInstallationEventsEndpoint, listing(installationEventLog));
  exportRoutes(route);
  route(listEventTypesEndpoint, () => ({ data: eventTypeAnswers }));
}

function listing(log: EventLog) {
  return async (
    context: RequestContext,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<z.output<typeof eventPage>> => {
    const { after, limit, wait, types, target } = parseInput(listEventsQuery, request.query, '');
    // One more than requested tells whether there are more.
    const read = (present: RequestContext) =>
      log.after(present, { types, target }, { after, limit: limit + 1 });
    const caller = waitingCaller(context, reply);
    const end = performance.now() + 1000 * wait;
    let present = context;
    let found = await read(present);
    let known = after;
    while (found.length === 0 && performance.now() < end && !context.eventFeed.ended.aborted) {
      const maxMs = end - performance.now();
      known = await log.wait(present, { after: known, maxMs, signal: caller.gone });
      if (caller.gone.aborted) break;
      present = await caller.authenticateAgain();
      found = await read(present);
    }
    const last_sequence = await log.last(present);
    return { data: found.slice(0, limit).map(eventShown), has_more: found.length > limit, last_sequence };
  };
}

function eventShown({ content, sequence, personal }: Event): z.output<typeof eventAnswer> {
  if (sequence === null) throw new Error(`The event ${content.id} is not sealed`);
  const { personal_data: _commitment, ...shown } = content;
  const { address, user_agent, email } = personal ?? { address: null, user_agent: null, email: null };
  return { ...shown, sequence, address, user_agent, email };
}

const eventTypeAnswers = eventTypeNames.map((name) => {
  const { name: type, description, webhooks } = eventTypes[name];
  return {
    type,
    description,
    webhooks,
    schema: z.toJSONSchema(eventData[name]),
    example: eventExamples[name],
  };
});
