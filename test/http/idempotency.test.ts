import fc from 'fast-check';
import { parseItem } from 'structured-headers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createdApiKey, replayedApiKey } from '../../src/api-keys/create-api-key.rest.ts';
import { idempotencyKeyParameter, idempotencyKeyPattern } from '../../src/http/idempotency-key.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type RestAnswer, sendRest } from '../support/rest.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';

let app: TestApp;
let secondNode: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  secondNode = await startTestApp({ testDatabase: app.testDatabase });
});
afterAll(async () => {
  await secondNode.close();
  await app.close();
});

const good = { name: 'Server', environment: 'test' };

function create(
  bearer: string,
  key: string | undefined,
  body: unknown = good,
  url = app.url,
): Promise<RestAnswer> {
  return sendRest(url, 'POST /v1/api-keys', {
    bearer,
    body,
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
  });
}

async function keyCount({ uuid }: SeededOrganization): Promise<number> {
  const keys = app.services.database.selectFrom('apiKeys').where('organizationId', '=', uuid);
  return (await keys.select('id').execute()).length;
}

async function recordCount({ uuid }: SeededOrganization): Promise<number> {
  const records = app.services.database.selectFrom('idempotencyRecords').where('organizationId', '=', uuid);
  return (await records.select('resultId').execute()).length;
}

test('a repetition creates nothing, says so, and shows the key without its secret', async () => {
  const organization = await seedOrganization(app);
  const { bearer } = organization.owner;
  const first = await create(bearer, '"order-1"');
  expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null]);
  const { key, ...shown } = createdApiKey.parse(first.body);
  expect(key).toMatch(/^sk_test_/);
  const { environment, name } = good;
  for (const repeated of [
    await create(bearer, '"order-1"'),
    await create(bearer, 'order-1'),
    await create(bearer, '"order-1"', { environment, name }),
    await create(bearer, '"order-1"', good, secondNode.url),
  ]) {
    expect([repeated.status, repeated.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(replayedApiKey.strict().parse(repeated.body)).toEqual({ ...shown, key: null });
  }
  expect(await keyCount(organization)).toBe(1);
});

test('of 50 requests at once on two nodes exactly one creates a key', async () => {
  const organization = await seedOrganization(app);
  const urls = [app.url, secondNode.url];
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      create(organization.owner.bearer, 'same', good, urls[index % 2]),
    ),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(1);
  expect(statuses.filter((status) => ![200, 201, 409].includes(status))).toEqual([]);
  for (const { status, body, headers } of answers) {
    if (status !== 409) continue;
    expect([Object(body).code, headers.get('retry-after')]).toEqual(['IDEMPOTENCY_KEY_IN_USE', '1']);
  }
  expect(await keyCount(organization)).toBe(1);
  expect((await create(organization.owner.bearer, 'same')).status).toBe(200);
});

test('while the first request is under way another is 409, and once it is over a repetition', async () => {
  const organization = await seedOrganization(app);
  const { bearer } = organization.owner;
  // The holder of the organization's row keeps the creation waiting, within its transaction.
  const holder = await app.testDatabase.pool.connect();
  await holder.query('begin');
  await holder.query('select from organizations where id = $1 for update', [organization.uuid]);
  const first = create(bearer, 'slow');
  await expect.poll(() => waitingForLock()).toBe(1);
  const second = await create(bearer, 'slow');
  expect([second.status, Object(second.body).code]).toEqual([409, 'IDEMPOTENCY_KEY_IN_USE']);
  await holder.query('commit');
  holder.release();
  expect((await first).status).toBe(201);
  expect((await create(bearer, 'slow')).status).toBe(200);
});

async function waitingForLock(): Promise<number> {
  const { rows } = await app.testDatabase.pool.query(
    `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0].count;
}

test('the same key with another body is 422, and creates nothing', async () => {
  const organization = await seedOrganization(app);
  const { bearer } = organization.owner;
  await create(bearer, 'k');
  const { status, body } = await create(bearer, 'k', { ...good, name: 'Another' });
  expect([status, Object(body).code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  expect(await keyCount(organization)).toBe(1);
});

test('a refused request leaves no record: corrected, it goes through under the same key', async () => {
  const organization = await seedOrganization(app);
  const { bearer } = organization.owner;
  expect((await create(bearer, 'k', { ...good, permissions: ['nothing:such'] })).status).toBe(422);
  expect(await recordCount(organization)).toBe(0);
  expect((await create(bearer, 'k')).status).toBe(201);
  expect(await recordCount(organization)).toBe(1);
});

test('when the record cannot be written the key is not created either', async () => {
  const organization = await seedOrganization(app);
  const { pool } = app.testDatabase;
  await pool.query(`alter table idempotency_records add constraint no_more check (false) not valid`);
  const answer = await create(organization.owner.bearer, 'k');
  await pool.query('alter table idempotency_records drop constraint no_more');
  expect([answer.status, await keyCount(organization)]).toEqual([500, 0]);
});

test('the key is each caller’s own: others with the same one create their own keys', async () => {
  const organization = await seedOrganization(app);
  const other = await seedOrganization(app);
  const admin = await organization.addMember('ADMIN');
  const manager = await organization.addKey({ scopes: ['api-keys:write'] });
  const callers = [organization.owner.bearer, admin.bearer, manager.secret, other.owner.bearer];
  const statuses = [];
  for (const bearer of callers) statuses.push((await create(bearer, 'shared')).status);
  expect(statuses).toEqual([201, 201, 201, 201]);
});

test('after 24 hours the key is free again', async () => {
  const organization = await seedOrganization(app);
  const { bearer } = organization.owner;
  await app.clock.set(new Date('2027-05-01T10:00:00Z'));
  await create(bearer, 'k');
  await app.clock.set(new Date('2027-05-02T09:59:59Z'));
  expect((await create(bearer, 'k')).status).toBe(200);
  await app.clock.set(new Date('2027-05-02T10:00:00Z'));
  expect((await create(bearer, 'k', { ...good, name: 'Another' })).status).toBe(201);
  expect(await recordCount(organization)).toBe(1);
});

test('without the header each request creates a key', async () => {
  const organization = await seedOrganization(app);
  await create(organization.owner.bearer, undefined);
  await create(organization.owner.bearer, undefined);
  expect([await keyCount(organization), await recordCount(organization)]).toEqual([2, 0]);
});

test.each([
  '""',
  '"open',
  'two words',
  'a, b',
  '"ü"',
  'x'.repeat(256),
  `"${'x'.repeat(256)}"`,
  '"a\\b"',
  '"a";b=1',
  '?1',
  '("a")',
  '@1659578233',
])('the malformed key %s is 400', async (key) => {
  const organization = await seedOrganization(app);
  const { status, body } = await create(organization.owner.bearer, encodeHeader(key));
  expect([status, Object(body).problems?.[0].field]).toEqual([400, 'Idempotency-Key']);
  expect(await keyCount(organization)).toBe(0);
});

test.each([
  'x',
  'x'.repeat(255),
  `"${'x'.repeat(255)}"`,
  `"${'\\"'.repeat(255)}"`,
  '" "',
  '"1"',
  'a.b:/+=~-_',
])('the key %s is accepted', async (key) => {
  const { bearer } = (await seedOrganization(app)).owner;
  expect((await create(bearer, key)).status).toBe(201);
  expect((await create(bearer, key)).headers.get('idempotency-replayed')).toBe('true');
});

test('the documented pattern is the parser’s: words, and exactly the texts in quotes that RFC 9651 knows', () => {
  const { schema } = idempotencyKeyParameter;
  expect(z.toJSONSchema(schema)).toMatchObject({ pattern: idempotencyKeyPattern.source });
  const sign = fc.constantFrom(...'aZ09._:/+=~- ,;"\\!#[]é\t\u00a0');
  const text = fc.oneof(
    fc.string({ unit: sign, maxLength: 260 }),
    fc.string({ unit: sign }).map((inner) => `"${inner}"`),
  );
  fc.assert(
    fc.property(text, (value) => {
      const isWord = /^[A-Za-z0-9._:/+=~-]{1,255}$/.test(value);
      expect(idempotencyKeyPattern.test(value)).toBe(isWord || isQuoted(value));
    }),
    {
      examples: ['x'.repeat(255), 'x'.repeat(256), `"${'x'.repeat(255)}"`, `"${'x'.repeat(256)}"`].map(
        (each) => [each],
      ),
    },
  );
});

function isQuoted(value: string): boolean {
  try {
    const [item, parameters] = parseItem(value);
    const isPlain = value === value.trim() && parameters.size === 0;
    return typeof item === 'string' && isPlain && item.length >= 1 && item.length <= 255;
  } catch {
    return false;
  }
}

/** fetch takes headers as Latin-1. */
function encodeHeader(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1');
}
