import { fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

/** The output of the program. Null: the library is not installed. */
const renderedPage = z
  .object({ compressed: z.instanceof(Uint8Array), contentSecurityPolicy: z.string() })
  .nullable();
export type RenderedPage = z.infer<typeof renderedPage>;

/** The program is JavaScript in a built package and TypeScript in the sources. */
const program = fileURLToPath(new URL(`./render-graphiql${extname(import.meta.url)}`, import.meta.url));

/**
 * Answers with GraphiQL as one page that loads nothing from other addresses, so it works without a network. The first
 * request makes the page. It is then kept once, compressed (2 MB), for all readers.
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

/** Renders in a process of its own, because the library takes 70 MB that only the end of a process frees. */
async function render(): Promise<RenderedPage> {
  const child = fork(program, { serialization: 'advanced' });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`GraphiQL could not be rendered: exit code ${code}`);
  });
  const [answer] = await Promise.race([once(child, 'message'), failed]);
  return renderedPage.parse(answer);
}

/** The library takes 18 MB, so users of `latchkey` install it only if they want it. */
function notInstalled(reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .type('text/plain; charset=utf-8')
    .send('GraphiQL is not installed. Install it with: npm install @graphql-yoga/render-graphiql\n');
}
