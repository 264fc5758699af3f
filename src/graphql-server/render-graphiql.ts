import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { RenderedPage } from './graphiql.ts';

/** A separate program, which graphiql.ts runs. */

const defaultQuery = `# Sign in, then reload the page. It shows the schema only to people who are signed in.
mutation SignIn {
  signIn(input: { email: "owner@example.com", password: "" }) {
    ... on SignInPayload { viewer { name } }
    ... on Error { message remedy }
  }
}
`;

async function render(): Promise<RenderedPage> {
  try {
    const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
    const html = renderGraphiQL({
      title: 'Latchkey',
      endpoint: '/graphql',
      credentials: 'same-origin',
      defaultQuery,
    });
    // Copies the bytes, because Node's buffers may be part of a larger one.
    return { compressed: new Uint8Array(gzipSync(html)), contentSecurityPolicy: policyFor(html) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}

/** Allows only the page's own scripts, by their hashes, and the workers that the editor makes. */
function policyFor(html: string): string {
  const scripts = Array.from(html.matchAll(/<script>([\s\S]*?)<\/script>/g), ([, script = '']) => script);
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    'worker-src blob:',
    // The editor adds its styles to the page.
    "style-src 'unsafe-inline'",
    'font-src data:',
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

process.send?.(await render());
