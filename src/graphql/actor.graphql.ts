import type { GraphQLResolveInfo } from 'graphql';
import type { ActorType } from '../access/actor.ts';
import { findActorName } from '../access/actor-names.sql.ts';
import { actorIdKinds, type NamedActorReference } from '../access/actor-reference.ts';
import type { RequestContext } from '../access/context.ts';
import { formatId } from '../lib/ids.ts';
import { builder } from './builder.ts';
import type { GraphQLContext } from './context.ts';
import { asksForMore } from './selection.ts';

export const ActorTypeEnum = builder.enumType('ActorType', {
  description: 'The kinds of actor.',
  values: {
    MEMBER: { description: 'A person, as a member of the organization.' },
    API_KEY: { description: 'A key of the organization that manages its keys.' },
    SERVICE: { description: 'The product itself, or its operator’s tool.' },
  } satisfies Record<ActorType, object>,
});

const typeNames = { MEMBER: 'Member', API_KEY: 'ApiKey', SERVICE: 'ServiceToken' } as const;

/** The fields of every kind of actor. The object's type is resolved from `type`. */
type ActorShape = {
  readonly id: string;
  readonly name: string | Promise<string>;
  readonly actorType?: ActorType;
};

/**
 * The actor of a change. It is an interface because an id must name one object: the id of a member always belongs to an
 * object of the type Member.
 */
export const Actor = builder.interfaceRef<ActorShape>('Actor').implement({
  description: 'The actor of a change: a member, a management key, or a service token.',
  resolveType: ({ actorType }) => actorType && typeNames[actorType],
  fields: (t) => ({
    type: t.field({
      type: ActorTypeEnum,
      description: 'The kind of actor.',
      resolve: ({ actorType }) => actorType ?? unknownType(),
    }),
    id: t.id({
      description: 'The id of the member, key or service token.',
      resolve: ({ actorType, id }) => formatId(actorIdKinds[actorType ?? unknownType()], id),
    }),
    name: t.string({
      description: 'The name, also of members who have left since.',
      resolve: ({ name }) => name,
    }),
  }),
});

function unknownType(): never {
  throw new Error('The type of an actor is not known');
}

/** Reads a whole actor with the rights that its fields require. Returns undefined if the caller cannot see it. */
type ReadActor = (
  context: RequestContext,
  id: string,
) => Promise<Pick<ActorShape, 'id' | 'name'> | undefined>;

const readers = new Map<ActorType, ReadActor>();

/** Registers how actors of a kind are read. The domains call it, because this folder must not import them. */
export function readActorsBy(type: ActorType, read: ReadActor): void {
  readers.set(type, read);
}

/** Each actor is read only once in a request. */
const readInRequest = new WeakMap<GraphQLContext, Map<string, ReturnType<ReadActor>>>();

/**
 * Returns the actor of a reference. Every reader may see its id and name. For other fields it is read whole, with the
 * rights that they require.
 */
export function actorOf(
  reference: NamedActorReference | null,
  context: GraphQLContext,
  info: GraphQLResolveInfo,
): ActorShape | Promise<ActorShape | null> | null {
  if (reference === null) return null;
  if (asksForMore(info, ['Actor', typeNames[reference.type]], ['type', 'id', 'name'])) {
    return wholeActor(reference, context);
  }
  const { type, id, name } = reference;
  return {
    actorType: type,
    id,
    // Actors of a page are read together. A promise for each would cost more than the rest of the page.
    get name() {
      return name ?? findActorName(context.database, reference);
    },
  };
}

async function wholeActor(
  { type, id }: NamedActorReference,
  context: GraphQLContext,
): Promise<ActorShape | null> {
  const read = readInRequest.get(context) ?? new Map<string, ReturnType<ReadActor>>();
  readInRequest.set(context, read);
  const reading = read.get(id) ?? readers.get(type)?.(context, id);
  if (reading === undefined) throw new Error(`Nothing reads actors of the type ${type}`);
  read.set(id, reading);
  const whole = await reading;
  return whole === undefined ? null : { ...whole, actorType: type };
}
