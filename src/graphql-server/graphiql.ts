import { fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

/** What the program below answers; null where the library is not installed. */
const renderedPage = z
  .object({ compressed: z.instanceof(Uint8Array), contentSecurityPolicy: z.string() })
  .nullable();
export type RenderedPage = z.infer<typeof renderedPage>;

/** In JavaScript where this package was built, in TypeScript where it runs from its sources. */
const program = fileURLToPath(new URL(`./render-graphiql${extname(import.meta.url)}`, import.meta.url));

/**
 * Answers with GraphiQL as one page that loads nothing from elsewhere, so it works without a network.
 * The page is made when it is first asked for. It is kept once, compressed (2 MB), for all readers.
 */
export function graphiqlAnswer() {
  let rendering: Promise<RenderedPage> | undefined;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    rendering ??= render();
    const page = await rendering;
    if (page === null) return notInstalled(reply);
    reply.type('text/html; charset=utf-8').header('vary', 'accept-encoding');
    reply.header('content-security-policy', page.contentSecurityPolicy);
    if (/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
      return reply.header('content-encoding', 'gzip').send(page.compressed);
    }
    return reply.send(Readable.from([page.compressed]).pipe(createGunzip()));
  };
}

export function asksForPage(accept: string | undefined): boolean {
  return accept?.includes('text/html') ?? false;
}

/** In a process of its own, which ends: the library and the page take 70 MB, which no other way gives back. */
async function render(): Promise<RenderedPage> {
  const child = fork(program, { serialization: 'advanced' });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`GraphiQL could not be rendered: exit code ${code}`);
  });
  const [answer] = await Promise.race([once(child, 'message'), failed]);
  return renderedPage.parse(answer);
}

/** It takes 18 MB, so those who install `latchkey` choose whether they want it. */
function notInstalled(reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .type('text/plain; charset=utf-8')
    .send('GraphiQL is not installed. Install it with: npm install @graphql-yoga/render-graphiql\n');
}
