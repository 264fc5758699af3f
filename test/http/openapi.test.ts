import { readFile } from 'node:fs/promises';
import Fastify, { type RouteOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeyRoutes } from '../../src/api-keys/api-keys.rest.ts';
import { auditRoutes } from '../../src/audit/audit.rest.ts';
import { endpoints } from '../../src/endpoints.ts';
import { eventRoutes } from '../../src/events/events.rest.ts';
import { exposureRoute } from '../../src/exposures/exposures.rest.ts';
import { healthRoutes } from '../../src/http/health.rest.ts';
import { fastifyPath, routeOn } from '../../src/http/route.ts';
import { rateLimitRoutes } from '../../src/rate-limits/rate-limits.rest.ts';
import { introspectionRoute } from '../../src/tokens/introspection.rest.ts';
import { oauthMetadataRoutes } from '../../src/tokens/oauth-metadata.rest.ts';
import { tokenRoute } from '../../src/tokens/token-exchange.rest.ts';
import { explanationRoutes } from '../../src/verification/explanation.rest.ts';
import { verifyHandler, verifyRoute } from '../../src/verification/verification.rest.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { sendRest } from '../support/rest.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ mode: 'production' });
});
afterAll(() => app.close());

test('what is served and what is documented are the same addresses and methods', async () => {
  const served: string[] = [];
  const server = Fastify({ exposeHeadRoutes: false });
  server.addHook(
    'onRoute',
    ({ method, url }: RouteOptions) => void served.push(`${[method].flat().join()} ${url}`),
  );
  const { services } = app;
  for (const routes of [
    healthRoutes,
    () => verifyRoute(verifyHandler(services, () => false)),
    tokenRoute,
    introspectionRoute,
    oauthMetadataRoutes,
    exposureRoute,
  ]) {
    await server.register(routes(services));
  }
  const route = routeOn(server, services, async () => ({}));
  apiKeyRoutes(route);
  eventRoutes(route);
  auditRoutes(route);
  rateLimitRoutes(route);
  explanationRoutes(route);
  const documented = endpoints.map(({ method, path }) => `${method} ${fastifyPath(path)}`);
  expect(served.toSorted()).toEqual(documented.toSorted());
});

test('the served document is the committed one, for pages of other sites too', async () => {
  const { status, body, headers } = await sendRest(app.url, 'GET /openapi.json');
  expect(status).toBe(200);
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(body).toEqual(JSON.parse(await readFile('openapi.json', 'utf8')));
});

test('every operation is described with an example and the errors it can answer with', async () => {
  for (const { operationId, body, answers, errors: codes, description, summary } of endpoints) {
    expect(description, operationId).not.toBe('');
    expect(summary.endsWith('.'), operationId).toBe(false);
    expect(Object.keys(body?.examples ?? { none: 1 }).length, operationId).toBeGreaterThan(0);
    for (const { content } of Object.values(answers)) {
      if (content !== undefined) expect(Object.keys(content.examples).length, operationId).toBeGreaterThan(0);
    }
    expect(codes.length, operationId).toBeGreaterThan(0);
  }
});
