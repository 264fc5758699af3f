import type { Environment } from '../environment.ts';
import type { EventType } from '../events.ts';
import type { CausingActor, Via } from './cause.ts';

/** A JSON value as it is stored and sent. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

/** An event that an operation wants to record. Ids are UUIDs, except inside `data`. */
export type NewEvent = {
  readonly type: EventType;
  /** Null: the event belongs to the log of the installation. */
  readonly organizationId: string | null;
  /** The environment of the key that it is about. */
  readonly environment?: Environment;
  /** Of the kind that the registry names for the type. */
  readonly targetId: string | null;
  /** As `<noun>.events.ts` declares it. It holds no secret, and nothing that names or locates a person. */
  readonly data: { readonly [name: string]: Json };
  /** The actor, if it is another one than the caller: somebody who only becomes known by this change. */
  readonly actor?: CausingActor | null;
  /** How that actor came in. Default: as the caller did. */
  readonly via?: Via;
  /** The person whom the event is about. Their data can be erased later. */
  readonly person?: { readonly userId: string | null; readonly email: string };
};
