import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance } from 'fastify';
import { addCallerAddress } from './access/caller-address.ts';
import { refuseCompressedBody, refuseOtherCharset } from './access/content-coding.ts';
import type { Services } from './access/context.ts';
import { refuseRepeatedHeaders } from './access/repeated-headers.ts';
import { apiKeyRoutes } from './api-keys/api-keys.rest.ts';
import { auditRoutes } from './audit/audit.rest.ts';
import type { Settings } from './config/settings.ts';
import { type Plane, planes } from './config/settings-schema.ts';
import { endpoints, tags, webhooks } from './endpoints.ts';
import { eventRoutes } from './events/events.rest.ts';
import { exposureRoute } from './exposures/exposures.rest.ts';
import { graphqlRoute } from './graphql-server/graphql-route.ts';
import { type AllowedMethods, allowedMethods } from './http/allowed-methods.ts';
import { healthRoutes } from './http/health.rest.ts';
import { readJsonBodies } from './http/json-body.ts';
import { openApiRoutes } from './http/openapi-routes.ts';
import { routesOfPlane } from './http/planes.ts';
import { notFoundProblems, sendError } from './http/problem.ts';
import { routeOn } from './http/route.ts';
import { endStalledConnections } from './http/stalled-connections.ts';
import { callersRateLimitHeaders, rateLimitRoutes } from './rate-limits/rate-limits.rest.ts';
import { introspectionRoute } from './tokens/introspection.rest.ts';
import { oauthMetadataRoutes } from './tokens/oauth-metadata.rest.ts';
import { tokenRoute } from './tokens/token-exchange.rest.ts';
import { explanationRoutes } from './verification/explanation.rest.ts';
import {
  type HttpHandler,
  isVerification,
  verifyHandler,
  verifyRoute,
} from './verification/verification.rest.ts';

export type AppSettings = Pick<Settings, 'mode' | 'trustProxy'> & {
  /** How long a client may take to send its request. */
  readonly requestTimeoutMs?: number;
  /** How long a client may take to read an answer (default 30,000). */
  readonly maxWriteMs?: number;
  /** Default: both planes. */
  readonly serves?: ReadonlySet<Plane>;
  /** False while a start still prepares what requests need. Default: it is ready. */
  readonly isReady?: () => boolean;
};

/** An API has no content for a browser. Routes with a page send their own policy. */
const apiContentSecurityPolicy = {
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  },
};

const defaultMaxWriteMs = 30_000;

const yearInSeconds = 31_536_000;

/** Creates the HTTP server with every route. It does not listen yet. `services.log` is also its request log. */
export async function createApp(services: Services, settings: AppSettings): Promise<FastifyInstance> {
  let stopping = false;
  const verify = verifyHandler(services, () => stopping);
  const app = Fastify({
    ...fastifyOptions,
    serverFactory: serverWith(verify, settings),
    loggerInstance: services.log,
  });
  endStalledConnections(app.server, settings.maxWriteMs ?? defaultMaxWriteMs);
  app.addHook('preClose', async () => {
    stopping = true;
    // Readers that wait for events would delay the stop.
    services.eventFeed.end();
    // Node no longer ends requests that never arrive completely, and they would delay the stop.
    setTimeout(() => app.server.closeAllConnections(), stopGraceMs(settings)).unref();
  });
  app.addHook('onRequest', async ({ raw }) => refuseRepeatedHeaders(raw));
  app.addHook('onSend', (request, reply, _payload, done) => {
    reply.header('x-request-id', request.id);
    // Otherwise the connection of a request that finishes during the stop would stay open and delay it.
    if (stopping) reply.header('connection', 'close');
    // Answers contain secrets, or data that only the caller may see. Routes of public data set their own header.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    done();
  });
  // Pages of other sites can send plain text and forms without a preflight request. Only JSON is accepted, so that no
  // page can forge a request (session-cookie.ts).
  app.removeAllContentTypeParsers();
  readJsonBodies(app);
  app.addHook('preParsing', async ({ headers }) => {
    refuseCompressedBody(headers);
    refuseOtherCharset(headers);
  });
  addCallerAddress(app, settings.trustProxy);
  const methodsOf = allowedMethods(app, fastifyOptions.routerOptions.maxParamLength);
  app.setErrorHandler(sendError);
  const { serves = new Set(planes) } = settings;
  await app.register(routesOfPlane('verification', serves, verifyRoute(verify)));
  await app.register(otherRoutes(services, settings, serves, methodsOf));
  return app;
}

function otherRoutes(
  services: Services,
  settings: AppSettings,
  serves: ReadonlySet<Plane>,
  methodsOf: AllowedMethods,
) {
  return async function register(app: FastifyInstance): Promise<void> {
    await app.register(helmet, {
      contentSecurityPolicy: apiContentSecurityPolicy,
      // Only for this host, because other services may use its subdomains.
      strictTransportSecurity: { maxAge: yearInSeconds, includeSubDomains: false },
    });
    await app.register(cookie);
    notFoundProblems(app, methodsOf);
    await app.register(healthRoutes(services, settings.isReady));
    await app.register(oauthMetadataRoutes(services));
    await app.register(openApiRoutes(endpoints, tags, webhooks));
    await app.register(routesOfPlane('verification', serves, introspectionRoute(services)));
    await app.register(routesOfPlane('management', serves, managementRoutes(services, settings)));
  };
}

function managementRoutes(services: Services, { mode }: AppSettings) {
  return async function register(app: FastifyInstance): Promise<void> {
    await app.register(tokenRoute(services));
    const route = routeOn(app, services, callersRateLimitHeaders);
    apiKeyRoutes(route);
    explanationRoutes(route);
    eventRoutes(route);
    auditRoutes(route);
    rateLimitRoutes(route);
    await app.register(exposureRoute(services));
    await app.register(graphqlRoute(services, { graphiql: mode === 'development' }));
  };
}

/** Verifications skip Fastify (verification/verification.rest.ts), unless this node serves none. */
function serverWith(verify: HttpHandler, { requestTimeoutMs = 15_000, serves }: AppSettings) {
  const servesVerification = serves?.has('verification') ?? true;
  return (fastify: HttpHandler): Server =>
    createServer(
      {
        // Ends connections of clients that send their headers or body too slowly.
        requestTimeout: requestTimeoutMs,
        headersTimeout: Math.min(requestTimeoutMs, 10_000),
        connectionsCheckingInterval: Math.min(requestTimeoutMs, 5_000),
        maxHeaderSize: 16_384,
        // Longer than the minute for which the usual load balancers keep a connection, so that they close it and not
        // this server. Otherwise they could send a request into a connection that is being closed.
        keepAliveTimeout: 65_000,
      },
      (request, response) => {
        const handle = servesVerification && isVerification(request) ? verify : fastify;
        handle(request, response);
      },
    );
}

/** How long requests that are under way may take after the service begins to stop. */
function stopGraceMs({ requestTimeoutMs = 15_000 }: AppSettings): number {
  return Math.min(requestTimeoutMs, 6_000);
}

const fastifyOptions = {
  genReqId: () => randomUUID(),
  bodyLimit: 100_000,
  // At the close, requests that are under way finish, and idle connections end at once.
  forceCloseConnections: 'idle',
  frameworkErrors: sendError,
  routerOptions: { maxParamLength: 200 },
} as const;
