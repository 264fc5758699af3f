import { builder } from '../graphql/builder.ts';
import { formatId } from '../lib/ids.ts';
import { type ActorType, actorTypes } from './actor.ts';
import { findActorNames } from './actor-names.sql.ts';
import type { ActorReference } from './actor-reference.ts';

const ActorTypeEnum = builder.enumType('ActorType', {
  description: 'The kinds of actor.',
  values: actorTypes,
});

const idKinds = {
  MEMBER: 'member',
  API_KEY: 'apiKey',
  SERVICE: 'serviceToken',
} as const satisfies Record<ActorType, string>;

/** Who did something. */
export const Actor = builder.objectRef<ActorReference>('Actor').implement({
  description: 'Who did something: a member, a management key, or a service token.',
  fields: (t) => ({
    type: t.expose('type', { type: ActorTypeEnum, description: 'Which kind of actor it is.' }),
    id: t.id({
      description: 'The id of the member, key or service token.',
      resolve: ({ type, id }) => formatId(idKinds[type], id),
    }),
    name: t.loadable({
      type: 'String',
      description: 'The name, also of members who have left since.',
      load: (references: ActorReference[], { database }) => findActorNames(database, references),
      resolve: (reference) => reference,
      byPath: false,
    }),
  }),
});
