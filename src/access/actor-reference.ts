import { type IdKind, parseId } from '../lib/ids.ts';
import { type ActorType, actorTypes } from './actor.ts';

/** The actor of a change, as stored: `created_by_type` and `created_by_id`. */
export type ActorReference = { readonly type: ActorType; readonly id: string };

/** `name` is present if it was already read together with the row. */
export type NamedActorReference = ActorReference & { readonly name?: string | undefined };

/** The kind of id of each kind of actor. */
export const actorIdKinds = {
  MEMBER: 'member',
  API_KEY: 'apiKey',
  SERVICE: 'serviceToken',
} as const satisfies Record<ActorType, IdKind>;

/** Returns the actor of an id: a member, a key or a service token. Returns null for any other text. */
export function parseActorId(id: string): ActorReference | null {
  for (const type of actorTypes) {
    const uuid = parseId(actorIdKinds[type], id);
    if (uuid !== null) return { type, id: uuid };
  }
  return null;
}

/** Joins the two columns into one reference, or null if no actor is recorded. */
export function actorReference(
  type: ActorType | null,
  id: string | null,
  name?: string | undefined,
): NamedActorReference | null {
  return type === null || id === null ? null : { type, id, name };
}
