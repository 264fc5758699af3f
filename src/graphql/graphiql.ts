import { createHash } from 'node:crypto';

export type Page = { readonly html: string; readonly contentSecurityPolicy: string };

/**
 * GraphiQL as one page that loads nothing from elsewhere, so it works without a network. It is a
 * development dependency, since it takes 18 MB; null where it is not installed.
 */
export async function graphiqlPage(): Promise<Page | null> {
  const html = await render();
  return html === null ? null : { html, contentSecurityPolicy: policyFor(html) };
}

export function asksForPage(accept: string | undefined): boolean {
  return accept?.includes('text/html') ?? false;
}

const defaultQuery = `# Sign in, then reload the page: the schema is shown to whoever is signed in.
mutation SignIn {
  signIn(input: { email: "owner@example.com", password: "" }) {
    ... on SignInPayload { viewer { name } }
    ... on Error { message remedy }
  }
}
`;

async function render(): Promise<string | null> {
  try {
    const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
    return renderGraphiQL({
      title: 'Latchkey',
      endpoint: '/graphql',
      credentials: 'same-origin',
      defaultQuery,
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}

/** Only the page's own scripts run, known by their hashes; the editor's workers are made by them. */
function policyFor(html: string): string {
  const scripts = Array.from(html.matchAll(/<script>([\s\S]*?)<\/script>/g), ([, script = '']) => script);
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    'worker-src blob:',
    // The editor writes its styles into the page.
    "style-src 'unsafe-inline'",
    'font-src data:',
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
