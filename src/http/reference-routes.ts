import type { FastifyInstance, FastifyReply } from 'fastify';
import { type ErrorCode, errors, isErrorCode } from '../errors.ts';
import type { Endpoint, Tag } from './endpoint.ts';
import { openApiDocument } from './openapi.ts';
import { problemType } from './problem.ts';
import { referencePage } from './reference/reference-page.ts';
import { referenceStyle } from './reference/reference-style.ts';

/** Nothing but its own style sheet: the page has no scripts and loads nothing from elsewhere. */
const pageSecurityPolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** `/openapi.json` for programs and `/reference` for people, of one description. */
export function referenceRoutes(endpoints: readonly Endpoint[], tags: readonly Tag[]) {
  const document = openApiDocument(endpoints, tags);
  const text = JSON.stringify(document);
  const page = referencePage(document.info.description, endpoints, tags);
  return async function register(app: FastifyInstance): Promise<void> {
    app.get('/', async (_request, reply) => reply.redirect('/reference'));
    app.get('/openapi.json', async (_request, reply) =>
      cached(reply)
        .headers({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' })
        .type('application/json')
        .send(text),
    );
    for (const code of Object.keys(errors).filter(isErrorCode)) {
      app.get(problemType(code), async (_request, reply) =>
        cached(reply).type('text/plain; charset=utf-8').send(explanationOf(code)),
      );
    }
    app.get('/reference', async (_request, reply) =>
      cached(reply)
        .header('content-security-policy', pageSecurityPolicy)
        .type('text/html; charset=utf-8')
        .send(page),
    );
    app.get('/reference.css', async (_request, reply) =>
      cached(reply).type('text/css; charset=utf-8').send(referenceStyle),
    );
  };
}

/** What a problem's `type` leads to. */
function explanationOf(code: ErrorCode): string {
  const { title, status, remedy } = errors[code];
  return `${code}, status ${status}: ${title}\n\n${remedy}\n`;
}

/** They say nothing of anybody, and change only with the version. */
function cached(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'public, max-age=300');
}
