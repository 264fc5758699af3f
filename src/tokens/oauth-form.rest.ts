import type { FastifyInstance, FastifyRequest } from 'fastify';
import { badInput } from '../errors.ts';

export const formMediaType = 'application/x-www-form-urlencoded';

/** The parameters that these addresses know. None may stand in the address, which ends up in logs. */
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

/** Makes forms the only bodies that these routes take. */
export function parseFormsOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(formMediaType, { parseAs: 'string' }, (_request, body, done) => done(null, body));
}

/**
 * The parameters of a form that these addresses know, each sent once; those without a value count as not
 * sent. All others are ignored, however often they are sent (RFC 6749, section 3.2), such as the
 * `resource` of RFC 8707, which may be repeated. Throws BAD_USER_INPUT.
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
