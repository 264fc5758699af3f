import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Services } from './access/context.ts';
import type { Settings } from './config/environment.ts';
import { graphqlRoute } from './graphql/graphql-route.ts';
import { newUuid } from './lib/ids.ts';
import { healthRoutes } from './rest/health.ts';
import { problemHandlers } from './rest/problem.ts';
import { verifyRoute } from './rest/verify.ts';

export type AppSettings = Pick<Settings, 'mode' | 'trustProxy'>;

/** The HTTP server with every route, not yet listening. `services.log` is also its request log. */
export async function createApp(services: Services, settings: AppSettings): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: services.log,
    genReqId: newUuid,
    trustProxy: trustedProxies(settings.trustProxy),
    bodyLimit: 100_000,
    // A client that sends its headers or body slower than this holds a connection for nothing.
    requestTimeout: 15_000,
    // On close, requests under way finish; connections that only idle are ended at once.
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  });
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  await app.register(helmet, { contentSecurityPolicy: settings.mode === 'development' ? false : {} });
  await app.register(cookie);
  problemHandlers(app);
  await app.register(healthRoutes(services));
  await app.register(verifyRoute(services));
  await app.register(graphqlRoute(services, { graphiql: settings.mode === 'development' }));
  return app;
}

/** A number trusts so many proxies in front; Fastify takes it as a function of the hop. */
function trustedProxies(trusted: Settings['trustProxy']) {
  return typeof trusted === 'number' ? (_address: string, hop: number) => hop <= trusted : trusted;
}
