import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errors } from '../../src/errors.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type RestRequest, sendRest } from '../support/rest.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';

let app: TestApp;
let organization: SeededOrganization;
let bearer: string;
beforeAll(async () => {
  app = await startTestApp({
    product: { activeKeysPerEnvironment: 5, liveKeysRequire: 'upgraded-plan-with-payment-method' },
  });
  organization = await seedOrganization(app);
  bearer = organization.owner.bearer;
});
afterAll(() => app.close());

const send = (request: string, options: RestRequest = {}) =>
  sendRest(app.url, request, { bearer, ...options });
const create = (body: unknown, options: RestRequest = {}) => send('POST /v1/api-keys', { body, ...options });
const good = { name: 'Server', environment: 'test' };

async function keyCount(): Promise<number> {
  const keys = app.services.database.selectFrom('apiKeys').where('organizationId', '=', organization.uuid);
  return (await keys.select('id').execute()).length;
}

test('a problem document names the fields as the caller knows them, and what to do', async () => {
  const answer = await create({
    ...good,
    permissions: 'all',
    expires_at: 'soon',
    rate_limit: { per_minute: 0 },
  });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect({ ...Object(answer.body), request_id: '…' }).toMatchInlineSnapshot(`
    {
      "code": "BAD_USER_INPUT",
      "detail": "permissions: expected an array; expires_at: expected an instant with a time zone, such as "2026-10-14T00:00:00Z"; rate_limit.per_minute: expected at least 1",
      "problems": [
        {
          "field": "permissions",
          "pointer": "#/permissions",
          "problem": "expected an array",
        },
        {
          "field": "expires_at",
          "pointer": "#/expires_at",
          "problem": "expected an instant with a time zone, such as "2026-10-14T00:00:00Z"",
        },
        {
          "field": "rate_limit.per_minute",
          "pointer": "#/rate_limit/per_minute",
          "problem": "expected at least 1",
        },
      ],
      "remedy": "Correct the named fields and send the request again.",
      "request_id": "…",
      "status": 422,
      "title": "Invalid input",
      "type": "/errors/bad-user-input",
    }
  `);
});

test('the type of every problem is an address at which the server explains it', async () => {
  for (const [code, { remedy }] of Object.entries(errors)) {
    const response = await fetch(`${app.url}/errors/${code.toLowerCase().replaceAll('_', '-')}`);
    const text = await response.text();
    expect([code, response.status, text.startsWith(`${code}, `), text.includes(remedy)]).toEqual([
      code,
      200,
      true,
      true,
    ]);
  }
  const { body } = await send('GET /v1/api-keys/key_unknown');
  expect((await fetch(new URL(Object(body).type, app.url))).status).toBe(200);
  expect((await send('GET /errors/unknown')).status).toBe(404);
});

test.each([
  ['an unknown field', { ...good, colour: 'red' }, 'colour'],
  ['a name in another case', { ...good, expiresAt: null }, 'expiresAt'],
  ['an operation’s own name', { ...good, scopes: [] }, 'scopes'],
  ['a name with half a character', { ...good, 'a/b~\ud800': 1 }, 'a/b~\ud800'],
  ['no name', { environment: 'test' }, 'name'],
  ['an environment that there is not', { ...good, environment: 'LIVE' }, 'environment'],
  ['an expiry in the past', { ...good, expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
  ['an expiry without a time zone', { ...good, expires_at: '2099-01-01T00:00:00' }, 'expires_at'],
  ['the 30th of February', { ...good, expires_at: '2099-02-30T00:00:00Z' }, 'expires_at'],
  ['a limit beyond the plan’s', { ...good, rate_limit: { per_minute: 101 } }, 'rate_limit.per_minute'],
  ['half a limit', { ...good, rate_limit: { per_hour: 1.5 } }, 'rate_limit.per_hour'],
  ['no address', { ...good, ip_allowlist: ['10.0.0.0/8', 'home'] }, 'ip_allowlist.1'],
  ['metadata that is no object', { ...good, metadata: [] }, 'metadata'],
  ['a scope that there is not', { ...good, permissions: ['invoices:reed'] }, 'permissions'],
  ['a list in place of an object', [good], 'body'],
])('%s is refused with 422, names the field, and creates nothing', async (_what, body, field) => {
  const before = await keyCount();
  const answer = await create(body);
  expect([answer.status, Object(answer.body).problems?.[0]?.field]).toEqual([422, field]);
  expect(await keyCount()).toBe(before);
});

test.each([
  'limit=0',
  'limit=101',
  'limit=ten',
  'limit=1&limit=2',
  'cursor=x',
  'status=open',
  'first=1',
  'environment=LIVE',
])('the query ?%s is refused with 400 and names the parameter', async (query) => {
  const { status, body } = await send(`GET /v1/api-keys?${query}`);
  expect([status, Object(body).problems?.[0]?.field]).toEqual([400, query.split('=')[0]]);
});

test('what is no JSON is 400, what is too large 413, and what is of another type 415', async () => {
  expect((await create('{"name":')).status).toBe(400);
  expect((await create('')).status).toBe(400);
  expect((await create({ ...good, description: 'x'.repeat(200_000) })).status).toBe(413);
  expect((await create('name=x', { contentType: 'application/x-www-form-urlencoded' })).status).toBe(415);
  expect((await create('{}', { contentType: 'text/plain' })).status).toBe(415);
});

test('without a bearer token 401 and Bearer, also with another scheme; with a bad one invalid_token; the body is not looked at', async () => {
  const statuses = [];
  for (const authorization of [undefined, 'Bearer sk_live_nonsense', 'Bearer', 'Basic abc', bearer]) {
    const answer = await sendRest(app.url, 'POST /v1/api-keys', {
      body: '{"broken',
      ...(authorization !== undefined && { headers: { authorization } }),
    });
    statuses.push([answer.status, answer.headers.get('www-authenticate')]);
  }
  expect(statuses).toEqual([
    [401, 'Bearer'],
    [401, 'Bearer error="invalid_token"'],
    [401, 'Bearer error="invalid_token"'],
    [401, 'Bearer'],
    [401, 'Bearer'],
  ]);
});

test('a key without the scope is told which it needs, before its body is looked at', async () => {
  const { secret } = await organization.addKey({ scopes: ['api-keys:read'] });
  const answer = await create('{"broken', { bearer: secret });
  expect(answer.status).toBe(403);
  expect(answer.headers.get('www-authenticate')).toBe(
    'Bearer error="insufficient_scope", scope="api-keys:write"',
  );
  expect(answer.body).toMatchObject({ code: 'FORBIDDEN', detail: expect.stringContaining('api-keys:write') });
});

test('nobody grants what they lack', async () => {
  const { secret } = await organization.addKey({ scopes: ['api-keys:write', 'invoices:read'] });
  const { status, body } = await create({ name: 'x', permissions: ['invoices:write'] }, { bearer: secret });
  expect(status).toBe(403);
  expect(body).toMatchObject({ code: 'SCOPE_NOT_GRANTABLE', problems: [{ field: 'permissions' }] });
});

test('live keys that are not enabled are 403, one key too many is 409', async () => {
  expect((await create({ ...good, environment: 'live' })).body).toMatchObject({
    status: 403,
    code: 'LIVE_KEYS_NOT_ENABLED',
  });
  const own = await seedOrganization(app);
  for (let count = 0; count < 5; count++) await own.addKey({ environment: 'TEST' });
  const { body } = await create(good, { bearer: own.owner.bearer });
  expect(body).toMatchObject({ status: 409, code: 'ACTIVE_KEY_LIMIT_REACHED' });
});

test('a method that an address lacks is 405 with those that it has', async () => {
  const allowed = async (request: string) => {
    const { status, headers } = await send(request);
    return [status, headers.get('allow')];
  };
  expect(await allowed('PUT /v1/api-keys')).toEqual([405, 'GET, HEAD, POST']);
  expect(await allowed('POST /v1/api-keys/key_1')).toEqual([405, 'DELETE, GET, HEAD, PATCH']);
  expect(await allowed('DELETE /v1/rate-limit')).toEqual([405, 'GET, HEAD']);
  expect(await allowed('PROPFIND /v1/api-keys')).toEqual([405, 'GET, HEAD, POST']);
  expect(await allowed('PUT /v1/api%2Dkeys')).toEqual([405, 'GET, HEAD, POST']);
  expect(await allowed('GET /v1/verify?a=b')).toEqual([405, 'POST']);
  expect(await allowed('PUT /v1/api-keys/a/b')).toEqual([404, null]);
  expect(await allowed('PUT /v1/api-keys/%zz')).toEqual([400, null]);
  expect(await allowed(`PUT /v1/api-keys/${'x'.repeat(201)}`)).toEqual([404, null]);
  expect(await allowed('GET /v1/api-keyz')).toEqual([404, null]);
});

test('whatever the body, the answer is 201 or names what is wrong, and never a failure', async () => {
  const own = await seedOrganization(app, { plan: 'enterprise' });
  await app.services.database
    .updateTable('organizations')
    .set({ hasPaymentMethod: true })
    .where('id', '=', own.uuid)
    .execute();
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\0', '\ud800', '__proto__', 'invoices:read', '2099-01-01T00:00:00Z'),
  );
  const anything = fc.oneof(
    text,
    fc.jsonValue(),
    fc.array(text),
    fc.double(),
    fc.constant(null),
    fc.dictionary(text, text),
  );
  const names = [
    'description',
    'permissions',
    'expires_at',
    'rate_limit',
    'ip_allowlist',
    'metadata',
    '__proto__',
  ];
  const body = fc.tuple(
    fc.oneof(fc.constant('Name'), anything),
    fc.dictionary(fc.constantFrom(...names), anything),
  );
  await fc.assert(
    fc.asyncProperty(body, async ([name, rest]) => {
      const answer = await create({ ...rest, name, environment: 'test' }, { bearer: own.owner.bearer });
      expect([201, 400, 409, 422]).toContain(answer.status);
      if (answer.status !== 201)
        expect(answer.body).toMatchObject({ code: expect.any(String), remedy: expect.any(String) });
    }),
    { numRuns: 300 },
  );
});
