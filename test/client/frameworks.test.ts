import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';
import express from 'express';
import Fastify from 'fastify';
import { createSchema, createYoga } from 'graphql-yoga';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  apiKeyOf,
  apiKeyOrNullOf,
  expressApiKey,
  fastifyApiKey,
  fetchApiKey,
  honoApiKey,
  type KeyChecker,
  Verifier,
  yogaApiKey,
} from '../../packages/client/src/client.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { close, listen } from '../support/network.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';

/* The frameworks around the middleware: time-outs, upgrades, CORS, addresses of proxies. */

// It has the same interface as far as these tests use it, and no types of its own here.
const express4: typeof express = createRequire(import.meta.url)('express-4');

let app: TestApp;
let organization: SeededOrganization;
let verifier: Verifier;
let authorization: string;
beforeAll(async () => {
  app = await startTestApp();
  organization = await seedOrganization(app);
  verifier = new Verifier({ url: app.url, serviceToken: await seedServiceToken(app, ['VERIFY_API_KEYS']) });
  authorization = `Bearer ${(await organization.addKey()).secret}`;
});
afterAll(() => app.close());

async function serving<Result>(
  listener: RequestListener,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer(listener);
  const url = await listen(server);
  try {
    return await work(url);
  } finally {
    await close(server);
  }
}

describe('X-Forwarded-For, whatever stands in it, fails no request', () => {
  const written = [
    '203.0.113.7',
    '203.0.113.7:51008',
    '[2001:db8::1]:443',
    '2001:db8::1',
    'fe80::1%eth0',
    'unknown',
    '_hidden',
    '',
    ',',
    '203.0.113.7, 198.51.100.1',
    '999.1.1.1',
    '\u00ff\u00fe',
    'x'.repeat(5000),
  ];

  test.each(written)('Express, as its ip: %j', async (forwarded) => {
    const guarded = express().set('trust proxy', true);
    guarded.get('/', expressApiKey(verifier), (request, response) => response.json(apiKeyOf(request).keyId));
    await serving(guarded, async (url) => {
      const response = await fetch(url, { headers: { authorization, 'x-forwarded-for': forwarded } });
      expect(response.status).toBe(200);
    });
  });

  test.each([
    ...written,
    null,
    undefined,
    ['203.0.113.7'],
    7,
    { address: '203.0.113.7' },
    '\ud800',
    '\u0000',
  ])('a fetch handler, as its address: %j', async (address) => {
    // JavaScript can pass any value of a platform's header.
    const options = JSON.parse('{}');
    options.address = () => address;
    const guarded = fetchApiKey(verifier, {}, () => new Response('passed'), options);
    const request = new Request('https://api.example.com/', { headers: { authorization } });
    expect((await guarded(request)).status).toBe(200);
  });

  test('an allow-list takes the address without its port, and no address for what is none', async () => {
    const { secret } = await organization.addKey({ ipAllowlist: ['203.0.113.0/24', '2001:db8::/32'] });
    const statusFor = async (ip: string | null) => {
      const decision = await verifier.check({ authorization: `Bearer ${secret}`, ip });
      return decision.allowed ? 200 : decision.status;
    };
    expect(await statusFor('203.0.113.7:51008')).toBe(200);
    expect(await statusFor('[2001:db8::1]:443')).toBe(200);
    for (const ip of ['203.0.114.7:51008', 'unknown', '', null]) expect(await statusFor(ip)).toBe(403);
    // A caller can put anything in front of what its proxy adds.
    expect(await statusFor('203.0.113.7, 198.51.100.1')).toBe(403);
  });
});

/** Looks at a key only once somebody else has answered the request. */
function slowChecker() {
  let answered = () => {};
  const checks: Promise<unknown>[] = [];
  const slow: KeyChecker = {
    check: (credential) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      answered = resolve;
      const check = promise.then(() => verifier.check(credential));
      checks.push(check);
      return check;
    },
  };
  return {
    slow,
    answered: () => answered(),
    /** How many there were, once what waits for them had its turn too. */
    allChecked: async () => {
      await Promise.all(checks);
      await nextTurn();
      return checks.length;
    },
  };
}

describe.each([
  ['Express 4', express4],
  ['Express 5', express],
])('%s', (_name, framework) => {
  test('a time-out that answers first is the answer, and the process goes on', async () => {
    const { slow, answered, allChecked } = slowChecker();
    const guarded = framework();
    let reached = 0;
    guarded.use((_request, response, next) => {
      setImmediate(() => response.status(503).end('too slow', answered));
      next();
    });
    guarded.get('/', expressApiKey(slow), () => {
      reached += 1;
    });
    await serving(guarded, async (url) => {
      for (const headers of [{ authorization }, { authorization: 'Bearer nonsense' }, {}]) {
        const response = await fetch(url, { headers });
        expect([response.status, await response.text()]).toEqual([503, 'too slow']);
      }
      expect(await allChecked()).toBe(3);
    });
    expect(reached).toBe(0);
  });

  test.each<[string, KeyChecker['check']]>([
    ['throws', () => Promise.reject(new Error('Broken'))],
    [
      'gives a header that cannot be sent',
      async () => ({ allowed: true, apiKey: null, headers: { x: '\n' } }),
    ],
  ])('a checker that %s is an error of the framework', async (_what, check) => {
    const guarded = framework();
    guarded.set('env', 'test');
    guarded.get('/', expressApiKey({ check }), () => {});
    await serving(guarded, async (url) => {
      expect((await fetch(url, { headers: { authorization } })).status).toBe(500);
    });
  });
});

test('Fastify: another hook that answers first is the answer', async () => {
  const fastify = Fastify();
  const { slow, answered, allChecked } = slowChecker();
  let reached = 0;
  fastify.addHook('onRequest', async (_request, reply) => {
    setImmediate(() => void reply.code(503).send('too slow').then(answered, answered));
  });
  fastify.get('/', { onRequest: fastifyApiKey(slow) }, async () => {
    reached += 1;
    return 'passed';
  });
  const response = await fetch(await fastify.listen({ host: '127.0.0.1', port: 0 }), {
    headers: { authorization },
  });
  expect([response.status, await response.text()]).toEqual([503, 'too slow']);
  expect(await allChecked()).toBe(1);
  await fastify.close();
  expect(reached).toBe(0);
});

describe('a fetch handler', () => {
  const request = (init: RequestInit) => new Request('https://api.example.com/', init);

  test('may take a request over and answer nothing, as for an upgrade of Bun', async () => {
    const guarded = fetchApiKey(verifier, {}, (_request, _apiKey, server: { upgrade(): boolean }) =>
      server.upgrade() ? undefined : new Response('not upgraded'),
    );
    expect(await guarded(request({ headers: { authorization } }), { upgrade: () => true })).toBeUndefined();
    const plain = await guarded(request({ headers: { authorization } }), { upgrade: () => false });
    expect(await plain?.text()).toBe('not upgraded');
    expect((await guarded(request({}), { upgrade: () => true }))?.status).toBe(401);
  });

  test.each([
    ['a redirect', () => Response.redirect('https://example.com/', 302), 302],
    ['no content', () => new Response(null, { status: 204 }), 204],
    ['an error', () => Response.error(), 0],
  ])('may answer with %s', async (_what, answer, status) => {
    const guarded = fetchApiKey(verifier, {}, answer);
    expect((await guarded(request({ headers: { authorization } }))).status).toBe(status);
  });

  const preflight = {
    method: 'OPTIONS',
    headers: { origin: 'https://app.example.com', 'access-control-request-method': 'GET' },
  };

  test('is given CORS preflights, which browsers send without a key, with no key', async () => {
    const guarded = fetchApiKey(verifier, {}, (asked, apiKey) => {
      expect([apiKey, apiKeyOrNullOf(asked)]).toEqual([null, null]);
      expect(() => apiKeyOf(asked)).toThrow('CORS preflight');
      return new Response(null, { status: 204, headers: { 'access-control-allow-origin': '*' } });
    });
    const response = await guarded(request(preflight));
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  });

  test.each([
    ['OPTIONS alone', { method: 'OPTIONS' }],
    ['OPTIONS without an origin', { method: 'OPTIONS', headers: { 'access-control-request-method': 'GET' } }],
    ['OPTIONS that asks for nothing', { method: 'OPTIONS', headers: { origin: 'https://app.example.com' } }],
    ['another method with the same headers', { ...preflight, method: 'GET' }],
  ])('%s is no preflight and needs a key', async (_what, init) => {
    const guarded = fetchApiKey(verifier, {}, () => new Response('passed'));
    expect((await guarded(request(init))).status).toBe(401);
  });

  test('yoga answers preflights itself, and Hono with its cors() before the middleware', async () => {
    const schema = createSchema({ typeDefs: 'type Query { here: Boolean }' });
    const yoga = createYoga({ schema, logging: false, plugins: [yogaApiKey(verifier)] });
    const hono = new Hono()
      .use(cors())
      .use(honoApiKey(verifier))
      .get('/', (context) => context.text('passed'));
    for (const answer of [
      await yoga.fetch('https://api.example.com/graphql', preflight),
      await hono.request('https://api.example.com/', preflight),
    ]) {
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-allow-methods')).toContain('GET');
    }
    expect((await yoga.fetch('https://api.example.com/graphql?query={here}')).status).toBe(401);
  });
});

describe('a refusal before a GraphQL server', () => {
  test.each(['application/graphql-response+json', 'application/json'])(
    'is an error of GraphQL in %s',
    async (accept) => {
      const options = { refusalFormat: 'graphql' } as const;
      const guarded = express();
      guarded.use(expressApiKey(verifier, {}, options));
      const hono = new Hono().use(honoApiKey(verifier, {}, options));
      const handler = fetchApiKey(verifier, {}, () => new Response(), options);
      const fastify = Fastify();
      fastify.post('/', { onRequest: fastifyApiKey(verifier, {}, options) }, async () => 'passed');
      const init = { method: 'POST', headers: { accept } };
      const answers = [
        await serving(guarded, (url) => fetch(url, init)),
        await hono.request('https://api.example.com/', init),
        await handler(new Request('https://api.example.com/', init)),
        await fetch(await fastify.listen({ host: '127.0.0.1', port: 0 }), init),
      ];
      for (const answer of answers) {
        expect(answer.status).toBe(401);
        expect(answer.headers.get('content-type')).toBe(`${accept}; charset=utf-8`);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="api"');
        expect(await answer.json()).toEqual({
          errors: [
            {
              message: 'Send an API key as "Authorization: Bearer <key>".',
              extensions: { code: 'UNAUTHENTICATED' },
            },
          ],
        });
      }
      await fastify.close();
    },
  );
});
