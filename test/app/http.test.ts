import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '../../src/lib/logger.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { startNode } from '../support/node.ts';
import { seedServiceToken } from '../support/seed.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('headers', () => {
  test.for(['/graphql', '/health/live', '/v1/verify', '/nowhere'])(
    'of %s let a browser do nothing with it',
    async (path) => {
      const { headers } = await fetch(`${app.url}${path}`);
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy':
          "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      expect(headers.has('x-powered-by')).toBe(false);
      expect(headers.has('access-control-allow-origin')).toBe(false);
    },
  );

  test('a caller does not choose the id of the request', async () => {
    const { headers } = await fetch(`${app.url}/health/live`, {
      headers: { 'x-request-id': 'mine', 'request-id': 'mine' },
    });
    expect(headers.get('x-request-id')).not.toBe('mine');
  });
});

describe('methods', () => {
  test.for([
    ['/v1/verify', 'GET', 'POST'],
    ['/v1/verify', 'DELETE', 'POST'],
    ['/health/live', 'POST', 'GET, HEAD'],
  ] as const)('%s by %s is refused with those that are served', async ([path, method, allow]) => {
    const response = await fetch(`${app.url}${path}`, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await response.json()).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' });
  });

  test('a query, which nothing reads, does not change who answers', async () => {
    const response = await fetch(`${app.url}/v1/verify?key=1`, { method: 'POST', body: '{}' });
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  });

  test('OPTIONS tells them', async () => {
    const response = await fetch(`${app.url}/v1/verify`, { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'POST']);
  });

  test('HEAD answers as GET does, without the body', async () => {
    const response = await fetch(`${app.url}/health/live`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test('what does not exist is 404 by any method, and the address, which may hold a secret, is not repeated', async () => {
    for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
      const response = await fetch(`${app.url}/v1/nothing?token=hunter2`, { method });
      expect([response.status, await response.json()]).toEqual([
        404,
        expect.objectContaining({
          code: 'NOT_FOUND',
          detail: 'Nothing is served at this address.',
          remedy: 'Check the address; /openapi.json lists those that are served.',
        }),
      ]);
    }
  });
});

describe('what is not HTTP as it should be', () => {
  test('an address that cannot be decoded is refused as a problem', async () => {
    const [head, body] = await raw(
      app.url,
      'GET /%c0%80hunter2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    );
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(body)).toMatchObject({ code: 'BAD_USER_INPUT', detail: 'The address is not valid.' });
  });

  test('headers beyond 16 kB are refused', async () => {
    const [head] = await raw(app.url, `GET / HTTP/1.1\r\nHost: a\r\nX-Big: ${'a'.repeat(20_000)}\r\n\r\n`);
    expect(head).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('a body whose length is told twice, as in request smuggling, is refused', async () => {
    const [head] = await raw(
      app.url,
      'POST /v1/verify HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    );
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('a body without a length is cut off at the limit', async () => {
    const sent = request(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    const answered = new Promise<number | undefined>((resolve, reject) => {
      sent.on('response', (response) => resolve(response.resume().statusCode));
      sent.on('error', reject);
    });
    for (let chunk = 0; chunk < 20; chunk += 1) sent.write(' '.repeat(10_000));
    expect(await answered).toBe(413);
    sent.destroy();
  });

  test('headers that do not end are cut off', async () => {
    const impatient = await startNode(app, { settings: { requestTimeoutMs: 200 } });
    const [head] = await raw(impatient.url, 'GET / HTTP/1.1\r\nHost: a\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 408 /);
    await impatient.close();
  });
});

describe('a body that is compressed', () => {
  const ask = async (path: string, coding: string, bearer: string) => {
    const isForm = path.startsWith('/oauth/');
    const response = await fetch(app.url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${bearer}`,
        'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
        'content-encoding': coding,
      },
      body: coding === 'identity' ? (isForm ? 'token=x' : '{}') : gzipSync('x'.repeat(10_000_000)),
    });
    return { response, body: await response.text() };
  };

  test.each(['/v1/verify', '/v1/exposures', '/graphql', '/oauth/introspect'])(
    'is refused at %s, which says so, and is never unpacked',
    async (path) => {
      const bearer = await seedServiceToken(app, ['VERIFY_API_KEYS', 'REPORT_EXPOSURES']);
      for (const coding of ['gzip', 'br', 'deflate', 'gzip, gzip']) {
        const { response, body } = await ask(path, coding, bearer);
        expect([response.status, response.headers.get('accept-encoding')]).toEqual([
          path === '/oauth/introspect' ? 400 : 415,
          'identity',
        ]);
        expect(body).toContain('without Content-Encoding');
      }
      const { body } = await ask(path, 'identity', bearer);
      expect(body).not.toContain('Content-Encoding');
    },
  );

  test('is not looked for where there is no body', async () => {
    const response = await fetch(`${app.url}/health/live`, { headers: { 'content-encoding': 'gzip' } });
    expect(response.status).toBe(200);
  });
});

describe('a header that must be sent once', () => {
  test.each([
    ['GET /v1/api-keys', ['Authorization: Bearer a', 'authorization: Bearer b']],
    [
      'POST /v1/verify',
      ['Authorization: Bearer a', 'Content-Type: application/json', 'content-type: text/plain'],
    ],
    ['POST /v1/verify', ['Authorization: Bearer a', 'Authorization: Bearer a']],
    ['POST /graphql', ['Authorization: Bearer a', 'Authorization: Basic b']],
    ['POST /oauth/token', ['Authorization: Basic a', 'Authorization: Basic b']],
    ['POST /oauth/introspect', ['Authorization: Bearer a', 'Authorization: Bearer b']],
  ] as const)('is refused if it is sent twice: %s %j', async (request, headers) => {
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    socket.end(`${request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers.join('\r\n')}\r\n\r\n`);
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/The header (authorization|content-type) is sent twice/);
  });
});

describe('a body in another charset than UTF-8', () => {
  const form = 'application/x-www-form-urlencoded';
  const paths = [
    '/v1/verify',
    '/v1/verify?a',
    '/v1/exposures',
    '/v1/api-keys',
    '/graphql',
    '/oauth/introspect',
  ];
  const ask = async (path: string, parameters: string) => {
    const bearer = await seedServiceToken(app, ['VERIFY_API_KEYS', 'REPORT_EXPOSURES']);
    const type = path.startsWith('/oauth/') ? form : 'application/json';
    const response = await fetch(app.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': `${type}${parameters}` },
      body: type === form ? 'token=x' : '{}',
    });
    return { status: response.status, text: await response.text() };
  };

  test.each(paths)('is refused at %s, which says so', async (path) => {
    for (const charset of ['utf-16', 'ISO-8859-1', '"utf-16le"', 'utf-32', 'x']) {
      const { status, text } = await ask(path, `; charset=${charset}`);
      expect([path, status]).toEqual([
        path,
        path.startsWith('/oauth/') ? 400 : path === '/v1/api-keys' ? 403 : 415,
      ]);
      if (status !== 403) expect(text).toContain('The body is not sent in UTF-8.');
    }
    const both = await ask(path, '; charset=utf-8; charset=utf-16');
    expect(both.text).not.toContain('"valid"');
  });

  test.each(paths)('UTF-8 is read at %s, by each of its names', async (path) => {
    for (const parameters of ['', '; charset=utf-8', ';charset=UTF8', '; CHARSET="Utf-8"; x=y']) {
      expect((await ask(path, parameters)).text).not.toContain('UTF-8');
    }
  });
});

describe('behind proxies, the caller’s address is what the last trusted one saw', () => {
  const forged = '6.6.6.6, 203.0.113.7, 10.0.0.2';

  test.for([
    [false, forged, '127.0.0.1'],
    [1, forged, '10.0.0.2'],
    [2, forged, '203.0.113.7'],
    [99, forged, '6.6.6.6'],
    [['loopback', '10.0.0.0/8'], forged, '203.0.113.7'],
    [['loopback', 'uniquelocal'], '203.0.113.7:51008, 10.0.0.2:443', '203.0.113.7'],
    [['loopback', 'uniquelocal'], '[2001:db8::1]:443, [fd00::2]:443', '2001:db8::1'],
    [['10.0.0.0/8'], forged, '127.0.0.1'],
    [1, '[2001:DB8::1]:443', '2001:db8::1'],
    [1, '203.0.113.7, ', '203.0.113.7'],
    [1, 'unknown', 'unknown'],
    [1, '6.6.6.6, unknown', 'unknown'],
    [1, '', 'unknown'],
    [1, ', ,', 'unknown'],
    [false, 'unknown', '127.0.0.1'],
  ] as const)('trusting %j, with X-Forwarded-For: %s', async ([trustProxy, forwarded, expected]) => {
    const lines: string[] = [];
    const log = createLogger('info', { write: (line) => void lines.push(line) });
    const trusted = typeof trustProxy === 'object' ? [...trustProxy] : trustProxy;
    const node = await startNode(app, { services: { log }, settings: { trustProxy: trusted } });
    await fetch(`${node.url}/nowhere`, { headers: { 'x-forwarded-for': forwarded } });
    await node.close();
    const addresses = lines.map((line) => JSON.parse(line).req?.address).filter(Boolean);
    expect(addresses).toEqual([expected]);
  });
});

async function raw(url: string, message: string): Promise<[head: string, body: string]> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(message);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  return [head, body];
}
