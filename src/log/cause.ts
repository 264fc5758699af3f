import type { IdKind } from '../lib/ids.ts';

/** How the actor of an event came in. */
export const vias = [
  'SESSION',
  'PASSWORD',
  'LINK',
  'ISSUER_TOKEN',
  'API_KEY',
  'SERVICE_TOKEN',
  'SIGNED_REPORT',
  'ANONYMOUS',
  'COMMAND_LINE',
  'SYSTEM',
] as const;

export type Via = (typeof vias)[number];

/** An actor with its UUID, and the kind of its id. */
export type CausingActor = {
  readonly type: 'MEMBER' | 'API_KEY' | 'SERVICE' | 'PERSON';
  readonly id: string;
  readonly idKind: IdKind;
};

/** Who caused events, and how. The same for all events of a request. */
export type Cause = {
  /** Null: nobody that has an id, such as the command line or a scheduled job. */
  readonly actor: CausingActor | null;
  readonly via: Via;
  /** The person behind the actor, if it is one: their data is removed when they are erased. */
  readonly userId: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly occurredAt: Date;
};

/** The service itself causes events by its jobs, and an operator by commands on the machine. */
export function causeWithoutRequest(
  via: 'SYSTEM' | 'COMMAND_LINE' | 'SIGNED_REPORT',
  occurredAt: Date,
): Cause {
  return { actor: null, via, userId: null, address: null, userAgent: null, requestId: null, occurredAt };
}
