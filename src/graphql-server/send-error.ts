import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusalHeaders } from '../access/refusal-headers.ts';
import { refusalOf } from '../access/refusal-of.ts';
import { errors } from '../errors.ts';
import { refusalExtensions } from './mask-error.ts';
import { mediaTypeFor } from './media-type.ts';

/** Renders an error from before yoga in the same form as yoga: a GraphQL answer without data. */
export function sendGraphQLError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error, request.log);
  return reply
    .code(errors[refusal.code].status)
    .headers(refusalHeaders(refusal, request))
    .type(`${mediaTypeFor(request.headers.accept)}; charset=utf-8`)
    .send(
      JSON.stringify({
        errors: [{ message: refusal.message, extensions: refusalExtensions(refusal, request) }],
      }),
    );
}
