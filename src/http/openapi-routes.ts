import type { FastifyInstance, FastifyReply } from 'fastify';
import { type ErrorCode, errors, isErrorCode } from '../errors.ts';
import type { Endpoint, Tag, Webhook } from './endpoint.ts';
import { openApiDocument } from './openapi.ts';
import { problemType } from './problem.ts';

/** Serves `/openapi.json`, and an explanation of each error at the address that is the error's type. */
export function openApiRoutes(
  endpoints: readonly Endpoint[],
  tags: readonly Tag[],
  webhooks: readonly Webhook[],
) {
  // Encoded once: each answer would otherwise encode the text again.
  const document = Buffer.from(JSON.stringify(openApiDocument(endpoints, tags, webhooks)));
  return async function register(app: FastifyInstance): Promise<void> {
    app.get('/', async (_request, reply) => reply.redirect('/openapi.json'));
    app.get('/openapi.json', async (_request, reply) =>
      cached(reply)
        .headers({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' })
        .type('application/json')
        .send(document),
    );
    for (const code of Object.keys(errors).filter(isErrorCode)) {
      app.get(problemType(code), async (_request, reply) =>
        cached(reply).type('text/plain; charset=utf-8').send(explanationOf(code)),
      );
    }
  };
}

function explanationOf(code: ErrorCode): string {
  const { title, status, remedy } = errors[code];
  return `${code}, status ${status}: ${title}\n\n${remedy}\n`;
}

/** These answers contain no caller's data and change only with the version. */
function cached(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'public, max-age=300');
}
