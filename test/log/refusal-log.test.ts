import { afterAll, beforeAll, expect, test } from 'vitest';
import type { eventTypes } from '../../src/events.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf } from '../support/graphql.ts';
import { sendRest } from '../support/rest.ts';
import { seedOrganization } from '../support/seed.ts';
import { until } from '../support/until.ts';
import { from, seedPerson, signIn } from '../users/people.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** How many events of a type an organization has, sealed or not. */
async function count(organizationId: string, type: keyof typeof eventTypes): Promise<number> {
  const { rows } = await app.testDatabase.pool.query<{ count: number }>(
    `select count(*)::int as count from (
       select id from events where organization_id = $1 and type = $2
       union all select id from unsealed_events where organization_id = $1 and type = $2
     ) all_events`,
    [organizationId, type],
  );
  return rows[0]?.count ?? 0;
}

async function organizationOf(userUuid: string): Promise<string> {
  const { rows } = await app.testDatabase.pool.query<{ id: string }>(
    'select organization_id as id from members where user_id = $1',
    [userUuid],
  );
  return rows[0]?.id ?? '';
}

test('each wrong password is recorded, and a flood of attempts beyond the limit once', async () => {
  const person = await seedPerson(app);
  const organizationId = await organizationOf(person.userUuid);
  const codes: string[] = [];
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const answer = await signIn(app, person.email, 'wrong password', from('198.51.100.77'));
    codes.push(answer.errors[0]?.extensions.code ?? dataOf(answer).signIn.__typename);
  }
  const tried = codes.filter((code) => code === 'InvalidCredentials').length;
  expect(tried).toBeGreaterThan(5);
  const limited = codes.filter((code) => code === 'RATE_LIMITED').length;
  expect(limited).toBeGreaterThan(1);
  await until('all refusals', async () => (await count(organizationId, 'SESSION_REFUSED')) > tried);
  expect(await count(organizationId, 'SESSION_REFUSED')).toBeLessThan(tried + limited);
});

test('the same request without the permission is recorded once, and another caller’s too', async () => {
  const organization = await seedOrganization(app);
  const callers = [await organization.addMember('MEMBER'), await organization.addMember('MEMBER')];
  for (const { bearer } of [...callers, ...callers]) {
    const body = { name: 'x', environment: 'test' };
    expect(await sendRest(app.url, 'POST /v1/api-keys', { bearer, body })).toMatchObject({ status: 403 });
  }
  await until('both refusals', async () => (await count(organization.uuid, 'ACCESS_FORBIDDEN')) >= 2);
  expect(await count(organization.uuid, 'ACCESS_FORBIDDEN')).toBe(2);
});
