import { type Cause, type CausingActor, causeWithoutRequest, type Via } from '../log/cause.ts';
import type { Actor } from './actor.ts';
import { actorIdKinds } from './actor-reference.ts';
import type { RequestContext } from './context.ts';

/** Who causes what this request changes, and how they came in, for the log of events. */
export function causeOf({ actor, origin, clock }: Pick<RequestContext, 'actor' | 'origin' | 'clock'>): Cause {
  return {
    ...causeWithoutRequest('SYSTEM', clock.now()),
    actor: causingActor(actor),
    via: viaOf(actor),
    userId: actor.type === 'MEMBER' ? actor.userId : null,
    ...origin,
  };
}

function causingActor(actor: Actor): CausingActor | null {
  switch (actor.type) {
    case 'ANONYMOUS':
      return null;
    case 'MEMBER':
      if (actor.member === null) return { type: 'PERSON', id: actor.userId, idKind: 'user' };
      return { type: 'MEMBER', id: actor.member.id, idKind: actorIdKinds.MEMBER };
    case 'API_KEY':
    case 'SERVICE':
      return { type: actor.type, id: actor.id, idKind: actorIdKinds[actor.type] };
  }
}

function viaOf(actor: Actor): Via {
  switch (actor.type) {
    case 'ANONYMOUS':
      return 'ANONYMOUS';
    case 'MEMBER':
      return actor.sessionId === null ? 'ISSUER_TOKEN' : 'SESSION';
    case 'API_KEY':
      return 'API_KEY';
    case 'SERVICE':
      return 'SERVICE_TOKEN';
  }
}
