import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventData } from '../../src/events/event-data.ts';
import { eventTypeNames, eventTypes } from '../../src/events.ts';
import { type KeyRequests, keyRequests } from '../api-keys/key-requests.ts';
import { CreateServiceToken } from '../service-tokens/documents.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf } from '../support/graphql.ts';
import { sendRest } from '../support/rest.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { until } from '../support/until.ts';
import { ApiKeyEvents, InstallationEvents } from './documents.ts';
import { eventsOf, pageOfEvents, sealedEventsOf } from './event-requests.ts';

let app: TestApp;
let organization: SeededOrganization;
let owner: KeyRequests;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  organization = await seedOrganization(app, { plan: 'enterprise', hasPaymentMethod: true });
  owner = keyRequests(app, organization.owner);
});

test('each change of a key is in its history, with who made it, what changed, and from where', async () => {
  const { apiKey } = await owner.created({ name: 'Billing' });
  await owner.updated({ id: apiKey.id, name: 'Invoices', ipAllowlist: ['203.0.113.0/24'] });
  await owner.rotated({ id: apiKey.id });
  await owner.suspended(apiKey.id);
  await owner.resumed(apiKey.id);
  await owner.revoked(apiKey.id);
  const events = await sealedEventsOf(app, organization.owner, 6);
  expect(events.map(({ type, sequence }) => [sequence, type])).toEqual([
    [1, 'api_key.created'],
    [2, 'api_key.updated'],
    [3, 'api_key.rotated'],
    [4, 'api_key.suspended'],
    [5, 'api_key.resumed'],
    [6, 'api_key.revoked'],
  ]);
  expect(events[1]).toMatchObject({
    organization_id: organization.id,
    environment: 'test',
    actor: { type: 'member', id: organization.owner.id },
    via: 'session',
    target: { type: 'api_key', id: apiKey.id },
    request_id: expect.stringMatching(/^[\da-f-]{36}$/),
    address: '127.0.0.1',
    data: {
      api_key: { id: apiKey.id, name: 'Invoices' },
      changes: {
        name: { from: 'Billing', to: 'Invoices' },
        ip_allowlist: { from: [], to: ['203.0.113.0/24'] },
      },
    },
  });
});

test('the history of a key holds its own events alone, the newest first', async () => {
  const { apiKey } = await owner.created();
  await owner.created();
  await owner.revoked(apiKey.id);
  await sealedEventsOf(app, organization.owner, 3);
  const { apiKey: found } = dataOf(await app.graphql(ApiKeyEvents, { id: apiKey.id }, organization.owner));
  expect(found?.events.edges.map(({ node }) => [node.type, node.sequence])).toEqual([
    ['API_KEY_REVOKED', 3],
    ['API_KEY_CREATED', 1],
  ]);
});

test('a refused change leaves no event, and the places of the others have no gap', async () => {
  const { apiKey } = await owner.created();
  await owner.revoked(apiKey.id);
  await owner.revoke(apiKey.id);
  await owner.create({ environment: 'TEST', name: '' });
  await owner.created();
  const events = await sealedEventsOf(app, organization.owner, 3);
  expect(events.map(({ type }) => type)).toEqual(['api_key.created', 'api_key.revoked', 'api_key.created']);
});

test('an event is readable before it has its place, as one that is not sealed', async () => {
  const hold = await app.testDatabase.pool.connect();
  await hold.query('begin');
  await hold.query('select pg_advisory_xact_lock(6051930)');
  try {
    await owner.created();
    const [event] = await eventsOf(app, organization.owner);
    expect(event).toMatchObject({ type: 'API_KEY_CREATED', sequence: null });
  } finally {
    await hold.query('rollback');
    hold.release();
  }
  await owner.created();
  await sealedEventsOf(app, organization.owner, 2);
  const events = await eventsOf(app, organization.owner);
  expect(events.map(({ sequence }) => sequence)).toEqual([2, 1]);
});

test('no secret and no hash of one is in an event', async () => {
  const { apiKey, secret } = await owner.created();
  const rotated = await owner.rotated({ id: apiKey.id });
  await sealedEventsOf(app, organization.owner, 2);
  const { rows } = await app.testDatabase.pool.query<{ body: string }>(
    'select body from events where organization_id = $1',
    [organization.uuid],
  );
  const text = rows.map(({ body }) => body).join('\n');
  for (const each of [secret, rotated.secret]) expect(text).not.toContain(each.slice(10, 40));
});

test('a management key reads the events of keys of its own environment, without data about people', async () => {
  const own = await organization.addKey({ environment: 'LIVE', scopes: ['api-keys:read'] });
  await owner.created({ environment: 'TEST' });
  const live = await owner.created({ environment: 'LIVE' });
  await sealedEventsOf(app, organization.owner, 2);
  const answer = await sendRest(app.url, 'GET /v1/events', { bearer: own.secret });
  expect(answer).toMatchObject({
    status: 200,
    body: { data: [{ target: { id: live.apiKey.id }, sequence: 2, address: null }], has_more: false },
  });
});

test('another organization’s events are never shown, and who may not read the log is refused', async () => {
  const { apiKey } = await owner.created();
  await sealedEventsOf(app, organization.owner, 1);
  const other = await seedOrganization(app);
  expect(await eventsOf(app, other.owner)).toEqual([]);
  expect(await eventsOf(app, other.owner, { target: apiKey.id })).toEqual([]);
  const member = await organization.addMember('MEMBER');
  expect(await sendRest(app.url, 'GET /v1/events', { bearer: member.bearer })).toMatchObject({
    status: 403,
    body: { code: 'FORBIDDEN' },
  });
  const reader = await organization.addMember('MEMBER', ['READ_AUDIT_LOG']);
  expect(await eventsOf(app, reader)).toHaveLength(1);
});

test('a service token reads the log of the organization that it names, page by page', async () => {
  for (let count = 0; count < 5; count += 1) await owner.created();
  await sealedEventsOf(app, organization.owner, 5);
  const bearer = await seedServiceToken(app, ['READ_AUDIT_LOG']);
  const headers = { 'latchkey-organization': organization.id };
  const sequences: unknown[] = [];
  for (let after = 0, more = true; more; ) {
    const { body } = await sendRest(app.url, `GET /v1/events?after=${after}&limit=2`, { bearer, headers });
    const page = body as { data: { sequence: number }[]; has_more: boolean };
    sequences.push(...page.data.map(({ sequence }) => sequence));
    after = page.data.at(-1)?.sequence ?? after;
    more = page.has_more;
  }
  expect(sequences).toEqual([1, 2, 3, 4, 5]);
});

test.each([
  ['after=-1', 'after'],
  ['after=1.5', 'after'],
  ['limit=0', 'limit'],
  ['limit=1001', 'limit'],
  ['types=api_key.eaten', 'types'],
  ['target=key_nonsense', 'target'],
  ['after=1&after=2', 'after'],
  ['order=asc', 'order'],
])('GET /v1/events?%s is refused with the name of the parameter', async (query, field) => {
  const answer = await sendRest(app.url, `GET /v1/events?${query}`, { bearer: organization.owner.bearer });
  expect(answer).toMatchObject({ status: 400, body: { code: 'BAD_USER_INPUT', problems: [{ field }] } });
});

test('pages of the newest first follow each other without gaps, in both directions', async () => {
  for (let count = 0; count < 5; count += 1) await owner.created();
  await sealedEventsOf(app, organization.owner, 5);
  const all = await eventsOf(app, organization.owner);
  expect(all.map(({ sequence }) => sequence)).toEqual([5, 4, 3, 2, 1]);
  const first = await pageOfEvents(app, organization.owner, { first: 2 });
  const second = await pageOfEvents(app, organization.owner, { first: 2, after: first.pageInfo.endCursor });
  expect(second.edges.map(({ node }) => node.sequence)).toEqual([3, 2]);
  const back = await pageOfEvents(app, organization.owner, { last: 2, before: second.pageInfo.endCursor });
  expect(back.edges.map(({ node }) => node.sequence)).toEqual([4, 3]);
});

test('GET /v1/event-types has each type with a schema of its data', async () => {
  const { body } = await sendRest(app.url, 'GET /v1/event-types', { bearer: organization.owner.bearer });
  const { data } = body as { data: { type: string; schema: object }[] };
  expect(data.map(({ type }) => type)).toEqual(eventTypeNames.map((name) => eventTypes[name].name));
  for (const { schema } of data) expect(schema).toMatchObject({ type: 'object' });
  expect(Object.keys(eventData).toSorted()).toEqual([...eventTypeNames].toSorted());
});

test('an update that changes no value leaves no event', async () => {
  const { apiKey } = await owner.created({ name: 'Billing' });
  await owner.updated({ id: apiKey.id, name: 'Billing' });
  await owner.updated({ id: apiKey.id, name: 'Invoices' });
  const events = await sealedEventsOf(app, organization.owner, 2);
  expect(events.map(({ type }) => type)).toEqual(['api_key.created', 'api_key.updated']);
});

test('the log of the installation is read by service tokens that may operate it, and by nobody else', async () => {
  const operator = await seedServiceToken(app, ['OPERATE', 'MANAGE_SERVICE_TOKENS', 'VERIFY_API_KEYS']);
  dataOf(
    await app.graphql(
      CreateServiceToken,
      { input: { name: 'Gateway', permissions: ['VERIFY_API_KEYS'] } },
      { bearer: operator },
    ),
  );
  const page = await until('a sealed event of the installation', async () => {
    const path = '/v1/installation/events?types=service_token.created';
    const { body } = await sendRest(app.url, `GET ${path}`, { bearer: operator });
    const { data } = body as { data: { type: string; sequence: number; organization_id: null }[] };
    return data.length > 0 && data;
  });
  const sequence = expect.any(Number);
  expect(page).toMatchObject([{ type: 'service_token.created', sequence, organization_id: null }]);
  const { installationEvents } = dataOf(
    await app.graphql(InstallationEvents, { types: ['SERVICE_TOKEN_CREATED'] }, { bearer: operator }),
  );
  expect(installationEvents.edges).toMatchObject([{ node: { type: 'SERVICE_TOKEN_CREATED', sequence } }]);
  const other = await seedServiceToken(app, ['READ_AUDIT_LOG']);
  for (const bearer of [other, organization.owner.bearer]) {
    expect(await sendRest(app.url, 'GET /v1/installation/events', { bearer })).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN' },
    });
  }
  expect(await eventsOf(app, organization.owner, { types: ['SERVICE_TOKEN_CREATED'] })).toEqual([]);
});
