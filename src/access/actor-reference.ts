import { type IdKind, parseId } from '../lib/ids.ts';
import { type ActorType, actorTypes } from './actor.ts';

/** Who did something, as stored: `created_by_type` and `created_by_id`. */
export type ActorReference = { readonly type: ActorType; readonly id: string };

/** Beside it the name, where that was read with others'. */
export type NamedActorReference = ActorReference & { readonly name?: string | undefined };

/** What the ids of each kind of actor are. */
export const actorIdKinds = {
  MEMBER: 'member',
  API_KEY: 'apiKey',
  SERVICE: 'serviceToken',
} as const satisfies Record<ActorType, IdKind>;

/** Whose id this is: a member's, a key's or a service token's; null for any other text. */
export function parseActorId(id: string): ActorReference | null {
  for (const type of actorTypes) {
    const uuid = parseId(actorIdKinds[type], id);
    if (uuid !== null) return { type, id: uuid };
  }
  return null;
}

/** The two columns as one reference; null where nobody is recorded. */
export function actorReference(
  type: ActorType | null,
  id: string | null,
  name?: string | undefined,
): NamedActorReference | null {
  return type === null || id === null ? null : { type, id, name };
}
