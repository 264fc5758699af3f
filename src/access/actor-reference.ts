import { z } from 'zod';
import { type ActorType, actorTypes } from './actor.ts';

/** Who did something, as stored: `created_by_type` and `created_by_id`. */
export type ActorReference = { readonly type: ActorType; readonly id: string };

const typeSchema = z.enum(actorTypes);

/** The two columns back to a reference; null where nobody is recorded. */
export function actorReference(type: string | null, id: string | null): ActorReference | null {
  return type === null || id === null ? null : { type: typeSchema.parse(type), id };
}
