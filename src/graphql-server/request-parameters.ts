import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { checkExactJson, parseInput } from '../input.ts';
import { graphqlLimits, LimitExceeded } from './limits.ts';

const map = z.record(z.string(), z.unknown(), 'expected an object').nullish();

// Unknown members are ignored, as GraphQL over HTTP requires (section 5.1).
const parameters = z.object(
  {
    query: z.string('expected the document, as a string'),
    operationName: z.string('expected a string').nullish(),
    variables: map,
    extensions: map,
  },
  'expected one request, as a JSON object (batches are not served)',
);

/**
 * The hash of a document in place of the document. Clients that try this first (Apollo, urql) send the document after
 * they learn that hashes are not supported. Any other refusal ends their request.
 */
const onlyPersisted = z.object({
  query: z.literal('').nullish(),
  extensions: z.object({ persistedQuery: z.object({}) }),
});

/** The parameters of a GraphQL request, with their names in GraphQL over HTTP. */
export type RequestParameters = {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
  readonly extensions?: Record<string, unknown>;
};

/** Reads the parameters from the address (GET) or from the body that Fastify parsed (POST). */
export function readRequestParameters({ method, query, body }: FastifyRequest): RequestParameters {
  if (method === 'POST' && body === undefined)
    throw new Refusal('BAD_USER_INPUT', 'The request has no body.');
  const request = method === 'GET' ? fromQuery(query) : body;
  if (onlyPersisted.safeParse(request).success) throw new Refusal('PERSISTED_QUERY_NOT_SUPPORTED');
  const { operationName, variables, extensions, ...rest } = parseInput(parameters, request, 'request');
  if (variables) checkDepth(variables);
  return {
    query: rest.query,
    ...(operationName != null && { operationName }),
    ...(variables != null && { variables }),
    ...(extensions != null && { extensions }),
  };
}

function fromQuery(query: unknown): unknown {
  if (typeof query !== 'object' || query === null) return {};
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      name === 'variables' || name === 'extensions' ? parseJson(name, value) : value,
    ]),
  );
}

function parseJson(name: string, text: unknown): unknown {
  if (typeof text !== 'string') return text;
  if (text === '') return null;
  const value = parsed(name, text);
  checkExactJson(text, name);
  return value;
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message is left out, because it repeats a part of the value.
    throw new Refusal('BAD_USER_INPUT', `The parameter ${name} is not JSON.`);
  }
}

/** Deeper values would exhaust the stack of later code that walks through them. */
function checkDepth(variables: object): void {
  let level: object[] = [variables];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > graphqlLimits.valueDepth) throw new LimitExceeded('valueDepth');
    level = level
      .flatMap((value) => Object.values(value))
      .filter((value) => typeof value === 'object' && value !== null);
  }
}
