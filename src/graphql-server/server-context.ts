import type { FastifyReply } from 'fastify';
import type { RequestContext } from '../access/context.ts';
import type { RequestParameters } from './request-parameters.ts';

/** What the route hands to yoga: the request as it was read and authenticated, and the reply for its cookie. */
export type ServerContext = {
  readonly requestContext: RequestContext;
  readonly parameters: RequestParameters;
  readonly reply: FastifyReply;
};
