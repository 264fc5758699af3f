import { parseActorId } from '../access/actor-reference.ts';
import { ApiKey } from '../api-keys/api-key-type.graphql.ts';
import { eventTypeNames, eventTypes } from '../events.ts';
import { Actor, actorOf } from '../graphql/actor.graphql.ts';
import { builder } from '../graphql/builder.ts';
import { keysetConnection } from '../graphql/keyset-connection.ts';
import { formatId } from '../lib/ids.ts';
import { type Via, vias } from '../log/cause.ts';
import { Organization } from '../organizations/organizations.graphql.ts';
import { organizationLog } from './event-logs.ts';
import { type Event as EventShape, events, installationEvents } from './events.ts';
import { followEvents } from './follow-events.ts';

const EventTypeEnum = builder.enumType('EventType', {
  description: 'The types of events.',
  values: Object.fromEntries(
    eventTypeNames.map((name) => {
      const { description, name: sent } = eventTypes[name];
      return [name, { description: `${description} REST and webhooks call it \`${sent}\`.` }];
    }),
  ),
});

const EventVia = builder.enumType('EventVia', {
  description: 'How the actor of an event came in.',
  values: {
    SESSION: { description: 'A person who signed in.' },
    PASSWORD: { description: 'A person who signed in with this request.' },
    LINK: { description: 'A person who followed a mailed link.' },
    ISSUER_TOKEN: { description: 'A person with a token of the company’s own issuer.' },
    API_KEY: { description: 'A management key.' },
    SERVICE_TOKEN: { description: 'A service token.' },
    SIGNED_REPORT: { description: 'A secret scanner, which signs its reports.' },
    ANONYMOUS: { description: 'Somebody who is not known.' },
    COMMAND_LINE: { description: 'An operator with a command on the machine.' },
    SYSTEM: { description: 'Latchkey itself.' },
  } satisfies Record<Via, object>,
});

const Event = builder.objectRef<EventShape>('Event').implement({
  description: 'Something that happened. An event exists exactly if its change was committed.',
  fields: (t) => ({
    id: t.id({ description: '`evt_…`', resolve: ({ id }) => formatId('event', id) }),
    type: t.field({ type: EventTypeEnum, description: 'What happened.', resolve: ({ type }) => type }),
    sequence: t.int({
      nullable: true,
      description:
        'The place in the log of the organization: 1, 2, 3, without gaps. Null: the event is not sealed yet, which takes less than a second.',
      resolve: ({ sequence }) => sequence,
    }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When it happened.' }),
    actor: t.field({
      type: Actor,
      nullable: true,
      description: 'Who did it. Null: nobody with an id. `via` then says more.',
      authScopes: { public: true },
      resolve: ({ content: { actor } }, _args, context, info) =>
        actorOf(actor && parseActorId(actor.id), context, info),
    }),
    via: t.field({
      type: EventVia,
      description: 'How the actor came in.',
      resolve: ({ content }) => viaOf(content.via),
    }),
    targetId: t.id({
      nullable: true,
      description: 'The id of what the event is about, such as `key_…`.',
      resolve: ({ content }) => content.target?.id ?? null,
    }),
    data: t.field({
      type: 'JSON',
      description: 'The same as in REST and in webhooks. `GET /v1/event-types` has a schema for each type.',
      resolve: ({ content }) => content.data,
    }),
    requestId: t.string({
      nullable: true,
      description: 'The `X-Request-Id` of the request.',
      resolve: ({ content }) => content.request_id,
    }),
    address: t.string({
      nullable: true,
      description: 'The address of the caller. Null for keys, and after the person was erased.',
      resolve: ({ personal }) => personal?.address ?? null,
    }),
    userAgent: t.string({
      nullable: true,
      description: 'The program of the caller. Null for keys, and after the person was erased.',
      resolve: ({ personal }) => personal?.user_agent ?? null,
    }),
    email: t.string({
      nullable: true,
      description: 'The email that the event is about. Null for keys, and after the person was erased.',
      resolve: ({ personal }) => personal?.email ?? null,
    }),
  }),
});

function viaOf(name: string): Via {
  const via = vias.find((each) => each.toLowerCase() === name);
  if (via === undefined) throw new Error(`An event came in by ${name}, which is unknown`);
  return via;
}

const EventEdge = builder.edgeObject({
  type: Event,
  name: 'EventEdge',
  description: 'An event in a page.',
});

const EventConnection = builder.connectionObject(
  { type: Event, name: 'EventConnection', description: 'A page of events.' },
  EventEdge,
);

type FieldBuilder = Parameters<Parameters<typeof builder.queryField>[1]>[0];

function filterArguments({ arg }: Pick<FieldBuilder, 'arg'>) {
  return {
    types: arg({ type: [EventTypeEnum], description: 'Only events of these types.' }),
    actor: arg.id({ description: 'Only events that this member, key or service token caused.' }),
    target: arg.id({ description: 'Only events about the thing with this id, such as `key_…`.' }),
    from: arg({ type: 'DateTime', description: 'Only events since this instant.' }),
    to: arg({ type: 'DateTime', description: 'Only events before this instant.' }),
  };
}

builder.queryField('installationEvents', (t) =>
  t.connection(
    {
      type: Event,
      description:
        'What happened in no organization, the newest first: service tokens, signing keys, sign-ins of people without an organization.',
      authScopes: { permission: installationEvents.permission },
      args: filterArguments(t),
      resolve: (_parent, { types, actor, target, from, to, ...args }, context) =>
        keysetConnection(args, (page) =>
          installationEvents(context, { types, actor, target, from, to }, page),
        ),
    },
    EventConnection,
    EventEdge,
  ),
);

builder.objectField(Organization, 'events', (t) =>
  t.connection(
    {
      type: Event,
      description: 'What happened in the organization, the newest first.',
      authScopes: { permission: events.permission },
      args: filterArguments(t),
      resolve: (_organization, { types, actor, target, from, to, ...args }, context) =>
        keysetConnection(args, (page) => events(context, { types, actor, target, from, to }, page)),
    },
    EventConnection,
    EventEdge,
  ),
);

builder.objectField(ApiKey, 'events', (t) =>
  t.connection(
    {
      type: Event,
      description: 'The history of the key, the newest first.',
      authScopes: { permission: events.permission },
      resolve: ({ id }, args, context) =>
        keysetConnection(args, (page) => events(context, { target: formatId('apiKey', id) }, page)),
    },
    EventConnection,
    EventEdge,
  ),
);

type StreamItem = { readonly event: EventShape } | { readonly failure: unknown };

/** The errors of fields are rendered as in every other answer. An error of the stream itself would not be. */
async function* untilFailure(found: AsyncIterable<EventShape>): AsyncGenerator<StreamItem, void, undefined> {
  try {
    for await (const event of found) yield { event };
  } catch (failure) {
    yield { failure };
  }
}

builder.subscriptionField('events', (t) =>
  t.field({
    type: Event,
    description:
      'Follows the log of the organization: each event once, in the order of the log, soon after it is sealed. If the connection breaks, go on with `after`.',
    authScopes: { permission: organizationLog.after.permission },
    args: {
      types: t.arg({ type: [EventTypeEnum], description: 'Only events of these types.' }),
      target: t.arg.id({ description: 'Only events about the thing with this id, such as `key_…`.' }),
      after: t.arg.int({
        description: 'The sequence of the last event that you have read. Default: only events from now on.',
      }),
    },
    subscribe: (_parent, { types, target, after }, context) =>
      untilFailure(
        followEvents(context, context.caller, {
          log: organizationLog,
          filter: { types, target },
          after: after ?? null,
        }),
      ),
    resolve: (item) => {
      if ('failure' in item) throw item.failure;
      return item.event;
    },
  }),
);
