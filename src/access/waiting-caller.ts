import type { FastifyReply } from 'fastify';
import { authenticateRequest } from './authenticate-request.ts';
import type { RequestContext } from './context.ts';

/** A caller whose request lasts. They may lose their rights meanwhile, or go. */
export type WaitingCaller = {
  /** Aborts when the connection has ended. */
  readonly gone: AbortSignal;
  /** Returns the context with the present rights. Refuses if the credential is not valid any more. */
  readonly authenticateAgain: () => Promise<RequestContext>;
};

export function waitingCaller(context: RequestContext, reply: FastifyReply): WaitingCaller {
  const leaving = new AbortController();
  reply.raw.once('close', () => leaving.abort());
  return { gone: leaving.signal, authenticateAgain: () => authenticateRequest(context, reply.request) };
}
