import type { FastifyReply } from 'fastify';
import type { RequestContext } from '../access/context.ts';
import type { RequestParameters } from './request-parameters.ts';

/**
 * The context that the route gives to yoga: the parsed request, the authenticated caller, and the reply for cookies.
 */
export type ServerContext = {
  readonly requestContext: RequestContext;
  readonly parameters: RequestParameters;
  readonly reply: FastifyReply;
};
