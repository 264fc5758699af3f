import type { FastifyInstance, FastifyRequest } from 'fastify';
import { badInput } from '../errors.ts';

export const formMediaType = 'application/x-www-form-urlencoded';

/** The known parameters. They are refused in the address, because addresses are logged. */
const parameterNames: ReadonlySet<string> = new Set([
  'grant_type',
  'scope',
  'client_id',
  'client_secret',
  'client_assertion',
  'organization_id',
  'token',
  'token_type_hint',
]);

/** Makes the routes accept only forms as bodies. */
export function parseFormsOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(formMediaType, { parseAs: 'string' }, (_request, body, done) => done(null, body));
}

/**
 * Reads the known parameters of a form. Each may be sent once, and parameters without a value count as missing. Other
 * parameters are ignored even if they are repeated (RFC 6749, section 3.2), such as the `resource` of RFC 8707. Throws
 * BAD_USER_INPUT.
 */
export function formOf({ body, url }: Pick<FastifyRequest, 'body' | 'url'>): Record<string, string> {
  if (typeof body !== 'string')
    throw badInput([{ field: 'Content-Type', problem: `expected ${formMediaType}` }]);
  const query = new URLSearchParams(url.split('?', 2)[1] ?? '');
  const misplaced = [...parameterNames].filter((name) => query.has(name));
  if (misplaced.length > 0) {
    throw badInput(
      misplaced.map((field) => ({ field, problem: 'send it in the body, never in the address' })),
    );
  }
  const parameters = [...new URLSearchParams(body)].filter(
    ([name, value]) => parameterNames.has(name) && value !== '',
  );
  const repeated = repeatedNames(parameters);
  if (repeated.size > 0) throw badInput([...repeated].map((field) => ({ field, problem: 'send it once' })));
  return Object.fromEntries(parameters);
}

function repeatedNames(parameters: readonly (readonly [string, string])[]): Set<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const [name] of parameters) (seen.has(name) ? repeated : seen).add(name);
  return repeated;
}
