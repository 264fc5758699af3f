import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { headAfter } from '../../src/log/chain.ts';
import { type KeyRequests, keyRequests } from '../api-keys/key-requests.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { sendRest } from '../support/rest.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { sealedEventsOf } from './event-requests.ts';
import { subscribe } from './event-stream.ts';

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

const query = `subscription ($after: Int, $types: [EventType!]) {
  events(after: $after, types: $types) { type sequence actor { id } }
}`;

const withAddress = 'subscription ($after: Int) { events(after: $after) { sequence address } }';

const frame = z.object({
  data: z.object({ events: z.looseObject({ sequence: z.int() }) }).nullish(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).optional(),
});

async function nextEvent(stream: Awaited<ReturnType<typeof subscribe>>) {
  const sent = await stream.next();
  if (sent === null) throw new Error('The stream ended');
  return frame.parse(JSON.parse(sent.data));
}

const sequencesOf = async (stream: Awaited<ReturnType<typeof subscribe>>, count: number) => {
  const sequences: (number | undefined)[] = [];
  for (let read = 0; read < count; read += 1) {
    sequences.push((await nextEvent(stream)).data?.events.sequence);
  }
  return sequences;
};

test('a subscription sends what is in the log after a sequence, and then each new event', async () => {
  await owner.created();
  await owner.created();
  await sealedEventsOf(app, organization.owner, 2);
  const stream = await subscribe(app.url, organization.owner, { query, variables: { after: 1 } });
  expect(stream.status).toBe(200);
  expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect(stream.headers.get('x-accel-buffering')).toBe('no');
  expect(await sequencesOf(stream, 1)).toEqual([2]);
  const { apiKey } = await owner.created();
  await owner.revoked(apiKey.id);
  expect(await sequencesOf(stream, 2)).toEqual([3, 4]);
  stream.close();
});

test('a subscription without a sequence sends only what comes from now on, of the types that it names', async () => {
  const { apiKey } = await owner.created();
  await sealedEventsOf(app, organization.owner, 1);
  const stream = await subscribe(app.url, organization.owner, {
    query,
    variables: { types: ['API_KEY_REVOKED'] },
  });
  await owner.created();
  await owner.revoked(apiKey.id);
  expect(await nextEvent(stream)).toMatchObject({
    data: { events: { type: 'API_KEY_REVOKED', actor: { id: organization.owner.id } } },
  });
  stream.close();
});

test('a subscription gets exactly the events of concurrent changes, each once and in order', async () => {
  const stream = await subscribe(app.url, organization.owner, { query, variables: { after: 0 } });
  await Promise.all(Array.from({ length: 12 }, () => owner.created()));
  expect(await sequencesOf(stream, 12)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  stream.close();
});

test('a subscription ends with a refusal as soon as its reader may not read the log any more', async () => {
  const reader = await organization.addMember('MEMBER', ['READ_AUDIT_LOG']);
  const stream = await subscribe(app.url, reader, { query, variables: { after: 0 } });
  await owner.created();
  expect(await sequencesOf(stream, 1)).toEqual([1]);
  await app.testDatabase.pool.query(`update members set permissions = '{}' where id = $1`, [
    reader.memberUuid,
  ]);
  await owner.created();
  const { data, errors } = await nextEvent(stream);
  expect(data?.events).toBeUndefined();
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect(await stream.next()).toMatchObject({ event: 'complete' });
  expect(await stream.next()).toBeNull();
});

test('a management key follows the keys of its own environment, and another organization’s events never come', async () => {
  const { secret } = await organization.addKey({ environment: 'LIVE', scopes: ['api-keys:read'] });
  const other = await seedOrganization(app);
  const ofKey = await subscribe(app.url, { bearer: secret }, { query: withAddress, variables: { after: 0 } });
  const ofOther = await subscribe(app.url, other.owner, { query, variables: { after: 0 } });
  await owner.created({ environment: 'TEST' });
  await owner.created({ environment: 'LIVE' });
  expect((await nextEvent(ofKey)).data?.events).toEqual({ sequence: 2, address: null });
  await keyRequests(app, other.owner).created();
  expect((await nextEvent(ofOther)).data?.events).toMatchObject({
    sequence: 1,
    actor: { id: other.owner.id },
  });
  ofKey.close();
  ofOther.close();
});

test('a subscription ends with a refusal when the session of its reader ends', async () => {
  const reader = await organization.addMember('ADMIN');
  const stream = await subscribe(app.url, reader, { query, variables: { after: 0 } });
  await owner.created();
  expect(await sequencesOf(stream, 1)).toEqual([1]);
  await app.testDatabase.pool.query('delete from sessions where user_id = $1', [reader.userUuid]);
  await owner.created();
  expect((await nextEvent(stream)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
});

test('a wrong variable of a subscription is refused by its name, without its value', async () => {
  const stream = await subscribe(app.url, organization.owner, { query, variables: { after: 'hunter2' } });
  const sent = await stream.next();
  expect(sent?.data).toContain('BAD_USER_INPUT');
  expect(sent?.data).toContain('after');
  expect(sent?.data).not.toContain('hunter2');
});

test('a subscription is refused to who may not read the log, and to who does not accept a stream', async () => {
  const member = await organization.addMember('MEMBER');
  const refused = await subscribe(app.url, member, { query });
  expect(await nextEvent(refused)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  const { bearer } = organization.owner;
  const answer = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ query }),
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    errors: [
      { extensions: { code: 'BAD_USER_INPUT', remedy: expect.stringContaining('text/event-stream') } },
    ],
  });
});

test('a caller can have only so many readers at a time, and others are not affected', async () => {
  const path = 'GET /v1/events?wait=30';
  const answers = Array.from({ length: 21 }, () => sendRest(app.url, path, organization.owner));
  expect(await Promise.race(answers)).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
  const other = await seedOrganization(app);
  expect(await sendRest(app.url, 'GET /v1/events?wait=1', other.owner)).toMatchObject({ status: 200 });
  await owner.created();
  const statuses = (await Promise.all(answers)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(20);
});

test('GET /v1/events with wait answers as soon as there is an event, or with none after the time', async () => {
  const before = performance.now();
  const empty = await sendRest(app.url, 'GET /v1/events?wait=1', organization.owner);
  expect(empty.body).toEqual({ data: [], has_more: false, last_sequence: 0 });
  expect(performance.now() - before).toBeGreaterThan(900);
  const waiting = sendRest(app.url, 'GET /v1/events?wait=30&types=api_key.revoked', organization.owner);
  await sleep(50);
  const { apiKey } = await owner.created();
  await owner.revoked(apiKey.id);
  expect(await waiting).toMatchObject({
    body: { data: [{ type: 'api_key.revoked', sequence: 2 }], has_more: false, last_sequence: 2 },
  });
});

const exportLine = z.object({
  sequence: z.int(),
  previous_head: z.base64(),
  head: z.base64(),
  body: z.string(),
});

async function exported(path: string, { bearer }: { readonly bearer: string }) {
  const response = await fetch(app.url + path, { headers: { authorization: `Bearer ${bearer}` } });
  const text = await response.text();
  const lines = text.split('\n').filter(Boolean);
  return { response, lines: lines.map((line) => exportLine.parse(JSON.parse(line))) };
}

test('an export has each event as it was hashed, so that anybody can verify the log', async () => {
  for (let count = 0; count < 3; count += 1) await owner.created();
  await sealedEventsOf(app, organization.owner, 3);
  const { response, lines } = await exported('/v1/events/export', organization.owner);
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  expect(lines.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  for (const [index, { previous_head, head, body }] of lines.entries()) {
    expect(headAfter(Buffer.from(previous_head, 'base64'), body).toString('base64')).toBe(head);
    if (index > 0) expect(previous_head).toBe(lines[index - 1]?.head);
  }
  expect((await exported('/v1/events/export?after=2', organization.owner)).lines).toEqual(lines.slice(2));
  expect((await exported('/v1/events/export?after=3', organization.owner)).lines).toEqual([]);
  expect((await exported('/v1/events/export?after=99', organization.owner)).lines).toEqual([]);
});

test('an export begins after the events that were deleted, with the hash that the log kept', async () => {
  for (let count = 0; count < 3; count += 1) await owner.created();
  await sealedEventsOf(app, organization.owner, 3);
  const before = await exported('/v1/events/export', organization.owner);
  await app.testDatabase.pool.query(
    `with gone as (delete from events where organization_id = $1 and sequence <= 2 returning sequence, head)
      update event_logs set deleted_sequence = 2, deleted_head = gone.head
      from gone where organization_id = $1 and gone.sequence = 2`,
    [organization.uuid],
  );
  for (const after of [0, 1, 2]) {
    const { lines } = await exported(`/v1/events/export?after=${after}`, organization.owner);
    expect(lines).toEqual(before.lines.slice(2));
  }
});

test('an export of a long log is complete', async () => {
  await owner.created();
  await sealedEventsOf(app, organization.owner, 1);
  await app.testDatabase.pool.query(
    `with added as (
      insert into events (organization_id, sequence, id, type, occurred_at, latest_at, body, head)
      select organization_id, number, gen_random_uuid(), type, occurred_at, latest_at, body, head
      from events, generate_series(2, 1234) number where organization_id = $1 and sequence = 1
      returning 1
    )
    update event_logs set sequence = 1234 where organization_id = $1`,
    [organization.uuid],
  );
  const { lines } = await exported('/v1/events/export', organization.owner);
  expect(lines.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: 1234 }, (_, index) => index + 1),
  );
});

test('an export is refused to keys, to members without the permission, and to operators without OPERATE', async () => {
  const key = await organization.addKey({ scopes: ['api-keys:read'] });
  const member = await organization.addMember('MEMBER');
  const service = await seedServiceToken(app, ['READ_AUDIT_LOG']);
  for (const [path, bearer] of [
    ['/v1/events/export', key.secret],
    ['/v1/events/export', member.bearer],
    ['/v1/installation/events/export', organization.owner.bearer],
    ['/v1/installation/events/export', service],
  ] as const) {
    expect(await sendRest(app.url, `GET ${path}`, { bearer })).toMatchObject({ status: 403 });
  }
  const operator = await seedServiceToken(app, ['OPERATE']);
  expect((await exported('/v1/installation/events/export', { bearer: operator })).response.status).toBe(200);
});

test('when the service stops, streams and waiting requests end at once', async () => {
  const own = await startTestApp();
  const { owner: reader } = await seedOrganization(own);
  const stream = await subscribe(own.url, reader, { query });
  const waiting = sendRest(own.url, 'GET /v1/events?wait=30', reader);
  await sleep(100);
  const before = performance.now();
  await own.close();
  expect(await waiting).toMatchObject({ status: 200, body: { data: [] } });
  expect(await stream.next()).toMatchObject({ event: 'complete' });
  // A stop waits for six seconds at most for requests that do not end.
  expect(performance.now() - before).toBeLessThan(5000);
});
