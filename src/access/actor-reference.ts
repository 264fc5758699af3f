import type { ActorType } from './actor.ts';

/** Who did something, as stored: `created_by_type` and `created_by_id`. */
export type ActorReference = { readonly type: ActorType; readonly id: string };

/** Beside it the name, where that was read with others'. */
export type NamedActorReference = ActorReference & { readonly name?: string | undefined };

/** The two columns as one reference; null where nobody is recorded. */
export function actorReference(
  type: ActorType | null,
  id: string | null,
  name?: string | undefined,
): NamedActorReference | null {
  return type === null || id === null ? null : { type, id, name };
}
