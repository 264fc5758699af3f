import { builder } from '../graphql/builder.ts';
import { formatId } from '../lib/ids.ts';
import type { ActorType } from './actor.ts';
import { findActorName } from './actor-names.sql.ts';
import type { NamedActorReference } from './actor-reference.ts';

const ActorTypeEnum = builder.enumType('ActorType', {
  description: 'The kinds of actor.',
  values: {
    MEMBER: { description: 'A person, as a member of the organization.' },
    API_KEY: { description: 'A key of the organization that manages its keys.' },
    SERVICE: { description: 'The product itself, or its operator’s tool.' },
  } satisfies Record<ActorType, object>,
});

const idKinds = {
  MEMBER: 'member',
  API_KEY: 'apiKey',
  SERVICE: 'serviceToken',
} as const satisfies Record<ActorType, string>;

/** Who did something. */
export const Actor = builder.objectRef<NamedActorReference>('Actor').implement({
  description: 'Who did something: a member, a management key, or a service token.',
  fields: (t) => ({
    type: t.expose('type', { type: ActorTypeEnum, description: 'Which kind of actor it is.' }),
    id: t.id({
      description: 'The id of the member, key or service token.',
      resolve: ({ type, id }) => formatId(idKinds[type], id),
    }),
    name: t.string({
      description: 'The name, also of members who have left since.',
      // Those of a page were read together: a promise each would cost more than all else of the page.
      resolve: (reference, _args, { database }) => reference.name ?? findActorName(database, reference),
    }),
  }),
});
