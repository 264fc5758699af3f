import type { FastifyRequest } from 'fastify';
import type { Holders } from '../database/connection-shares.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from './actor.ts';
import { authenticate } from './authenticate.ts';
import type { RequestContext, Services } from './context.ts';
import { readSessionCookie } from './session-cookie.ts';

/** Makes the context of an HTTP request for operations. Refuses a request whose credential is not valid. */
export async function authenticateRequest(
  services: Services,
  request: FastifyRequest,
): Promise<RequestContext> {
  const { urgentDatabase } = services;
  const actor = await authenticate(
    { ...services, database: urgentDatabase },
    {
      authorization: request.headers.authorization,
      sessionCookie: readSessionCookie(request, services.publicUrl),
      organization: singleHeader(request, 'latchkey-organization'),
      address: request.callerAddress,
    },
  );
  const origin = {
    address: request.callerAddress,
    userAgent: request.headers['user-agent']?.slice(0, 500) ?? null,
    requestId: request.id,
  };
  return { ...services, ...services.databasesOf(holdersOf(actor)), log: request.log, actor, origin };
}

/**
 * Returns who shares connections: the organization with all its members and keys, and the person with all
 * organizations, or else the actor itself.
 */
function holdersOf(actor: Actor): Holders {
  switch (actor.type) {
    case 'ANONYMOUS':
      return ['strangers'];
    case 'MEMBER':
      return actor.member === null ? [actor.userId] : [actor.member.organizationId, actor.userId];
    case 'API_KEY':
      return [actor.organizationId];
    case 'SERVICE':
      return [actor.organizationId ?? actor.id];
  }
}

function singleHeader(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  if (Array.isArray(value)) throw new Refusal('BAD_USER_INPUT', `Send the header ${name} once.`);
  return value;
}
