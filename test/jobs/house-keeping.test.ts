import { afterAll, beforeAll, expect, test } from 'vitest';
import { enqueue } from '../../src/jobs/enqueue.ts';
import { newUuid } from '../../src/lib/ids.ts';
import { hashSecret, newSecret } from '../../src/lib/secrets.ts';
import { houseKeepingTasks } from '../../src/process/job-handlers.ts';
import { LastRotations } from '../api-keys/documents.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf } from '../support/graphql.ts';
import { type SeededMember, seedOrganization } from '../support/seed.ts';

let app: TestApp;
let person: SeededMember;
beforeAll(async () => {
  app = await startTestApp();
  ({ owner: person } = await seedOrganization(app));
});
afterAll(() => app.close());

const neverAborted = new AbortController().signal;
const past = new Date(Date.now() - 1000);
const future = new Date(Date.now() + 3_600_000);
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

test('ended sessions and links and old failures are deleted, and nothing else', async () => {
  const { database } = app.services;
  const user = { userId: person.userUuid };
  const session = (expiresAt: Date) => ({
    ...user,
    id: newUuid(),
    secretHash: hashSecret(newSecret()),
    expiresAt,
  });
  const kept = session(future);
  await database
    .insertInto('sessions')
    .values([kept, session(past)])
    .execute();
  const keptReset = session(future);
  const usedReset = { ...session(past), usedAt: past };
  await database
    .insertInto('passwordResets')
    .values([keptReset, session(past)])
    .execute();
  await database.insertInto('passwordResets').values(usedReset).execute();
  const failure = (lastFailedAt: Date, blockedUntil: Date) => ({
    subjectHash: hashSecret(newSecret()),
    failures: 1,
    lastFailedAt,
    blockedUntil,
  });
  const keptFailures = [failure(past, past), failure(daysAgo(2), future)];
  await database
    .insertInto('signInFailures')
    .values([...keptFailures, failure(daysAgo(2), past)])
    .execute();

  await houseKeepingTasks(app.services).delete_ended_sign_ins({}, neverAborted);

  const sessions = await database.selectFrom('sessions').select('id').execute();
  expect(sessions).toHaveLength(2);
  expect(sessions).toContainEqual({ id: kept.id });
  expect(await database.selectFrom('passwordResets').select('id').execute()).toEqual([{ id: keptReset.id }]);
  const failures = await database.selectFrom('signInFailures').select('subjectHash').execute();
  expect(failures.map(({ subjectHash }) => subjectHash.toString('hex')).toSorted()).toEqual(
    keptFailures.map(({ subjectHash }) => subjectHash.toString('hex')).toSorted(),
  );
  expect(await database.selectFrom('members').selectAll().execute()).toHaveLength(1);
});

test('the jobs of a node that died are freed for others, those of one that lives are not', async () => {
  const { database } = app.services;
  const { pool } = app.testDatabase;
  await database.transaction().execute(async (transaction) => {
    for (let count = 0; count < 3; count += 1) {
      await enqueue(transaction, 'send_password_changed', { userId: person.userUuid });
    }
  });
  const lock = `update graphile_worker._private_jobs set locked_by = $1, locked_at = now() - $2::interval
    where id = (select min(id) from graphile_worker._private_jobs where locked_at is null)`;
  await pool.query(lock, ['dead', '6 minutes']);
  await pool.query(lock, ['dead', '5 seconds']);
  await pool.query(lock, ['alive', '4 minutes']);
  await houseKeepingTasks(app.services).free_abandoned_jobs({}, neverAborted);
  const { rows } = await pool.query('select locked_by from graphile_worker.jobs order by id');
  expect(rows).toEqual([{ locked_by: null }, { locked_by: null }, { locked_by: 'alive' }]);
});

test('jobs that failed for good are deleted after a month', async () => {
  const { pool } = app.testDatabase;
  await pool.query('delete from graphile_worker._private_jobs');
  for (const age of ['29 days', '31 days']) {
    await pool.query(`select graphile_worker.add_job('send_password_changed', '{}', max_attempts => 1)`);
    await pool.query('alter table graphile_worker._private_jobs disable trigger user');
    await pool.query(
      `update graphile_worker._private_jobs set attempts = 1, updated_at = now() - $1::interval where attempts = 0`,
      [age],
    );
  }
  await pool.query(`select graphile_worker.add_job('send_password_changed', '{}', max_attempts => 1)`);
  await houseKeepingTasks(app.services).delete_failed_jobs({}, neverAborted);
  const { rows } = await pool.query('select attempts from graphile_worker.jobs order by id');
  expect(rows).toEqual([{ attempts: 1 }, { attempts: 0 }]);
});

test('records of an Idempotency-Key are deleted once their day is over, of every organization', async () => {
  const { database } = app.services;
  const organization = await seedOrganization(app);
  const record = (expiresAt: Date) => ({
    organizationId: organization.uuid,
    actorType: 'MEMBER' as const,
    actorId: organization.owner.memberUuid,
    operation: 'create-api-key',
    keyHash: hashSecret(newSecret()),
    requestHash: hashSecret(newSecret()),
    resultId: newUuid(),
    expiresAt,
  });
  const kept = record(future);
  await database
    .insertInto('idempotencyRecords')
    .values([kept, record(past), record(daysAgo(90))])
    .execute();
  await houseKeepingTasks(app.services).delete_idempotency_records({}, neverAborted);
  const rows = await database.selectFrom('idempotencyRecords').select('resultId').execute();
  expect(rows).toEqual([{ resultId: kept.resultId }]);
});

test('secrets are deleted 400 days after their end, but never the last of them, nor a reported one', async () => {
  const { database } = app.services;
  const organization = await seedOrganization(app);
  const keyWith = async (ends: readonly (Date | null)[]) => {
    const key = await organization.addKey();
    await database.deleteFrom('apiKeySecrets').where('apiKeyId', '=', key.uuid).execute();
    const secrets = ends.map((expiresAt) => ({
      id: newUuid(),
      apiKeyId: key.uuid,
      tokenHash: hashSecret(newSecret()),
      lastFour: 'abcd',
      expiresAt,
    }));
    await database.insertInto('apiKeySecrets').values(secrets).execute();
    return { ...key, secrets };
  };
  const idsOf = async (apiKeyId: string) => {
    const rows = await database
      .selectFrom('apiKeySecrets')
      .select('id')
      .where('apiKeyId', '=', apiKeyId)
      .orderBy('id')
      .execute();
    return rows.map(({ id }) => id);
  };
  const neverRotated = await keyWith([null]);
  const idle = await keyWith([daysAgo(900), daysAgo(401), null]);
  const rotated = await keyWith([daysAgo(402), daysAgo(401), daysAgo(399), daysAgo(1), null]);
  const exposed = await keyWith([daysAgo(900), daysAgo(800), daysAgo(405), null]);
  await database
    .insertInto('apiKeyExposures')
    .values({
      id: newUuid(),
      apiKeySecretId: exposed.secrets[0]?.id ?? '',
      outcome: 'INACTIVE',
      reportedById: newUuid(),
      reportedByType: 'SERVICE',
      organizationId: organization.uuid,
      apiKeyId: exposed.uuid,
    })
    .execute();
  const send = { bearer: organization.owner.bearer };
  const shown = async () => dataOf(await app.graphql(LastRotations, {}, send));
  const before = await shown();

  await houseKeepingTasks(app.services).delete_former_secrets({}, neverAborted);

  const places = async ({ uuid, secrets }: Awaited<ReturnType<typeof keyWith>>) =>
    (await idsOf(uuid)).map((id) => secrets.findIndex((secret) => secret.id === id));
  expect(await places(neverRotated)).toEqual([0]);
  expect(await places(idle)).toEqual([1, 2]);
  expect(await places(rotated)).toEqual([1, 2, 3, 4]);
  expect(await places(exposed)).toEqual([0, 2, 3]);
  expect(await shown()).toEqual(before);
});
