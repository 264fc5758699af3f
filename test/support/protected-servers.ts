import { createServer } from 'node:http';
import express from 'express';
import Fastify from 'fastify';
import { buildSchema } from 'graphql';
import { createHandler } from 'graphql-http/lib/use/express';
import { createSchema, createYoga } from 'graphql-yoga';
import { Hono } from 'hono';
import {
  type ApiKeyContext,
  type ApiKeyIdentity,
  apiKeyOrNullOf,
  expressApiKey,
  fastifyApiKey,
  fetchApiKey,
  honoApiKey,
  type KeyChecker,
  type Requirement,
  yogaApiKey,
} from '../../packages/client/src/client.ts';
import { startFetchServer } from './fetch-server.ts';
import { close, listen } from './network.ts';

export type ProtectedAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  /** The key as the handler found it; undefined if the handler was not reached. */
  readonly apiKey: ApiKeyIdentity | null | undefined;
};

export type ProtectedServer = {
  request(headers?: Record<string, string>): Promise<ProtectedAnswer>;
  close(): Promise<void>;
};

type StartServer = (checker: KeyChecker, requirement: Requirement) => Promise<ProtectedServer>;

/** The address of the tests' requests. Fetch handlers receive it from their platform. */
const address = () => '127.0.0.1';

/** The API of a small product in each framework: one route that answers with the key it received. */
export const protectedServers: Readonly<Record<string, StartServer>> = {
  fastify: async (checker, requirement) => {
    const app = Fastify();
    app.get('/', { onRequest: fastifyApiKey(checker, requirement) }, async (request) => ({
      apiKey: apiKeyOrNullOf(request),
    }));
    return rest(await app.listen({ host: '127.0.0.1', port: 0 }), () => app.close());
  },
  express: async (checker, requirement) => {
    const app = express();
    app.get('/', expressApiKey(checker, requirement), (request, response) => {
      response.json({ apiKey: apiKeyOrNullOf(request) });
    });
    const server = createServer(app);
    return rest(await listen(server), () => close(server));
  },
  hono: async (checker, requirement) => {
    const app = new Hono();
    app.get('/', honoApiKey(checker, requirement, { address }), (context) =>
      context.json({ apiKey: apiKeyOrNullOf(context.req.raw) }),
    );
    const server = await startFetchServer((request) => app.fetch(request));
    return rest(server.url, server.close);
  },
  fetch: async (checker, requirement) => {
    const handler = fetchApiKey(checker, requirement, (_request, apiKey) => Response.json({ apiKey }), {
      address,
    });
    const server = await startFetchServer((request) => handler(request));
    return rest(server.url, server.close);
  },
  'plain node:http': async (checker, requirement) => {
    const requireApiKey = expressApiKey(checker, requirement);
    const server = createServer((request, response) =>
      requireApiKey(request, response, () =>
        response.end(JSON.stringify({ apiKey: apiKeyOrNullOf(request) })),
      ),
    );
    return rest(await listen(server), () => close(server));
  },
  yoga: async (checker, requirement) => {
    const schema = createSchema<ApiKeyContext>({
      typeDefs: 'type Query { apiKey: String }',
      resolvers: { Query: { apiKey: (_parent, _args, { apiKey }) => JSON.stringify(apiKey) } },
    });
    const yoga = createYoga({
      schema,
      logging: false,
      plugins: [yogaApiKey(checker, requirement, { address })],
    });
    const server = createServer(yoga);
    return graphql(await listen(server), () => close(server));
  },
  'a GraphQL server in Express': async (checker, requirement) => {
    const schema = buildSchema('type Query { apiKey: String }');
    const rootValue = {
      apiKey: (_arguments: unknown, { raw }: { raw: object }) => JSON.stringify(apiKeyOrNullOf(raw)),
    };
    const app = express();
    app.use('/graphql', expressApiKey(checker, requirement, { refusalFormat: 'graphql' }));
    app.all('/graphql', createHandler({ schema, rootValue, context: ({ raw }) => ({ raw }) }));
    const server = createServer(app);
    return graphql(await listen(server), () => close(server));
  },
};

function rest(url: string, stop: () => Promise<unknown>): ProtectedServer {
  return {
    request: async (headers = {}) => {
      const response = await fetch(url, { headers });
      const body: unknown = await response.json();
      return { status: response.status, headers: response.headers, body, apiKey: foundIn(body) };
    },
    close: async () => void (await stop()),
  };
}

function graphql(url: string, stop: () => Promise<unknown>): ProtectedServer {
  return {
    request: async (headers = {}) => {
      const query = encodeURIComponent('{ apiKey }');
      const response = await fetch(`${url}/graphql?query=${query}`, { headers });
      const body: { data?: { apiKey: string } } = await response.json();
      const apiKey = body.data && JSON.parse(body.data.apiKey);
      return { status: response.status, headers: response.headers, body, apiKey };
    },
    close: async () => void (await stop()),
  };
}

function foundIn(body: unknown): ProtectedAnswer['apiKey'] {
  return Object(body).apiKey;
}
