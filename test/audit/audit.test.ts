import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkpointDocumentSchema, openCheckpoint } from '../../src/audit/checkpoint.ts';
import { parseId } from '../../src/lib/ids.ts';
import { causeWithoutRequest } from '../../src/log/cause.ts';
import { recordEvents } from '../../src/log/record-events.ts';
import { houseKeepingTasks } from '../../src/process/job-handlers.ts';
import { runCommand } from '../cli/run-command.ts';
import { startTestApp, type TestApp, testSecret } from '../support/app.ts';
import { sendRest } from '../support/rest.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';
import { until } from '../support/until.ts';
import { fillLog } from './attacks.ts';

let app: TestApp;
let directory: TemporaryDirectory;
let organization: SeededOrganization;
beforeAll(async () => {
  app = await startTestApp();
  directory = await temporaryDirectory('audit');
  organization = await seedOrganization(app);
  await fill(organization.uuid, 3);
  await fill(null, 2);
});
afterAll(async () => {
  await app.close();
  await directory.remove();
});

const fill = (organizationId: string | null, count: number) =>
  fillLog(app.services.database, organizationId, { count, at: app.clock.now() });

const audit = (...parameters: string[]) =>
  runCommand(['audit', ...parameters], {
    DATABASE_URL: app.testDatabase.url,
    LATCHKEY_SECRET: testSecret,
  });

const fileNamed = (name: string) => join(directory.path, name);

test('a reader of the log gets a signed checkpoint, and a proof that the log of the organization belongs to it', async () => {
  const { signer } = app.services.checkpoints;
  const { body, status } = await sendRest(app.url, 'GET /v1/audit/checkpoint', organization.owner);
  expect(status).toBe(200);
  const checkpoint = openCheckpoint(checkpointDocumentSchema.parse(body), signer.verifierKey);
  expect(checkpoint).toMatchObject({
    isWhole: false,
    logs: [{ organizationId: organization.id, sequence: expect.any(Number) }],
  });
  const other = await seedOrganization(app);
  await fill(other.uuid, 1);
  await until('the own log in a newer checkpoint', async () => {
    const answer = await sendRest(app.url, 'GET /v1/audit/checkpoint', other.owner);
    return answer.status === 200 && JSON.stringify(answer.body).includes(other.id);
  });
});

test('an operator without an organization gets all logs', async () => {
  const bearer = await seedServiceToken(app, ['OPERATE']);
  const { body } = await sendRest(app.url, 'GET /v1/audit/checkpoint', { bearer });
  const checkpoint = openCheckpoint(checkpointDocumentSchema.parse(body), null);
  expect(checkpoint.isWhole).toBe(true);
  expect(checkpoint.logs.map(({ organizationId }) => organizationId)).toEqual(
    expect.arrayContaining([null, organization.id]),
  );
});

test('nobody gets a checkpoint without READ_AUDIT_LOG or OPERATE', async () => {
  const { bearer } = await organization.addMember('MEMBER');
  const verifier = await seedServiceToken(app, ['VERIFY_API_KEYS']);
  expect(await sendRest(app.url, 'GET /v1/audit/checkpoint', { bearer })).toMatchObject({ status: 403 });
  expect(await sendRest(app.url, 'GET /v1/audit/checkpoint', { bearer: verifier })).toMatchObject({
    status: 403,
  });
  expect(await sendRest(app.url, 'GET /v1/audit/checkpoint', {})).toMatchObject({ status: 401 });
});

test('an export is verified without the database against a checkpoint from before, and tells a stranger what holds', async () => {
  const [anchor, exported, key] = [fileNamed('anchor.json'), fileNamed('export.jsonl'), await audit('key')];
  expect(key.output).toBe(`${app.services.checkpoints.signer.verifierKey}\n`);
  expect(await audit('anchor', '--to', anchor)).toMatchObject({ exitCode: 0 });
  await fill(organization.uuid, 2);
  const made = await audit('export');
  expect(made.exitCode).toBe(0);
  await writeFile(exported, made.output);
  const offline = (file: string, ...more: string[]) =>
    runCommand(['audit', 'verify', file, '--checkpoint', anchor, '--key', key.output.trim(), ...more], {});
  const verified = await offline(exported);
  expect(verified.output).toMatch(
    /^content: +yes .*\norder: +yes .*\ncompleteness: +yes .*\ntime: +yes .*\nsignature: +yes /m,
  );
  expect(verified.output).toMatch(/^Anchored: \d+ logs, until 2/m);
  expect(verified.exitCode).toBe(0);

  await writeFile(exported, made.output.replace('"via\\":\\"system', '"via\\":\\"api_key'));
  const changed = await offline(exported);
  expect(changed).toMatchObject({ exitCode: 3, output: expect.stringMatching(/^content: +NO /m) });
  const json = await offline(exported, '--json');
  expect(JSON.parse(json.output)).toMatchObject({ results: { content: 'fails', completeness: 'holds' } });

  const lines = made.output.trimEnd().split('\n');
  await writeFile(exported, lines.slice(0, -1).join('\n'));
  const cut = await offline(exported);
  expect(cut).toMatchObject({
    exitCode: 4,
    output: expect.stringMatching(/^completeness: +cannot be shown/m),
  });
  await writeFile(exported, made.output.slice(0, -20));
  expect(await offline(exported)).toMatchObject({
    exitCode: 1,
    remarks: expect.stringMatching(/line \d+ is not JSON; perhaps the export was cut\n$/),
  });
});

test('the export of one organization holds its own log alone, and verifies against a checkpoint of all', async () => {
  const anchor = fileNamed('whole.json');
  await audit('anchor', '--to', anchor);
  const { output } = await audit('export', '--organization', organization.id);
  const ids = output
    .trimEnd()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line).organization_id);
  expect(new Set(ids)).toEqual(new Set([organization.id]));
  const exported = fileNamed('own.jsonl');
  await writeFile(exported, output);
  expect(await audit('verify', exported, '--checkpoint', anchor)).toMatchObject({ exitCode: 0 });
});

test('the export over HTTP verifies against a checkpoint that was taken after it', async () => {
  const own = await seedOrganization(app);
  await fill(own.uuid, 5);
  const exported = fileNamed('served.jsonl');
  const checkpoint = fileNamed('served.json');
  const download = async (path: string) => {
    const response = await fetch(`${app.url}${path}`, {
      headers: { authorization: `Bearer ${own.owner.bearer}` },
    });
    return response.text();
  };
  await writeFile(exported, await download('/v1/events/export'));
  await audit('anchor', '--to', checkpoint);
  const verify = () => audit('verify', exported, '--checkpoint', checkpoint, '--organization', own.id);
  expect(await verify()).toMatchObject({
    exitCode: 0,
    output: expect.stringMatching(/^completeness: +yes /m),
  });
  await writeFile(exported, await download('/v1/events/export?after=2'));
  expect(await verify()).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining('2 events at the beginning'),
  });
});

function uuidOf(memberId: string): string {
  const uuid = parseId('member', memberId);
  if (uuid === null) throw new Error(`${memberId} is no id of a member`);
  return uuid;
}

test('a person is erased by email, also from events that name somebody else, and everything still verifies', async () => {
  const member = await organization.addMember('ADMIN');
  const target = await organization.addMember('MEMBER');
  await app.services.database.transaction().execute((transaction) =>
    recordEvents(
      transaction,
      {
        ...causeWithoutRequest('SYSTEM', app.clock.now()),
        via: 'SESSION',
        actor: { type: 'MEMBER', id: uuidOf(member.id), idKind: 'member' },
        userId: member.userUuid,
        address: '198.51.100.77',
      },
      [
        {
          type: 'MEMBER_UPDATED',
          organizationId: organization.uuid,
          targetId: uuidOf(target.id),
          data: {},
          person: { userId: target.userUuid, email: target.email },
        },
      ],
    ),
  );
  const left = async () => {
    const { rows } = await app.testDatabase.pool.query(
      `select from event_personal_data where data like '%198.51.100.77%'`,
    );
    return rows.length;
  };
  expect(await left()).toBe(1);
  const erased = await runCommand(['user', 'erase', '--email', member.email.toUpperCase()], {
    DATABASE_URL: app.testDatabase.url,
  });
  expect(erased).toMatchObject({ exitCode: 0, remarks: expect.stringContaining('of 1 events') });
  expect(await left()).toBe(0);
  await fill(organization.uuid, 1);
  expect(await audit('verify', '--organization', organization.id)).toMatchObject({ exitCode: 0 });
});

test('a checkpoint is never replaced, and goes to no address without encryption', async () => {
  const anchor = fileNamed('kept.json');
  expect(await audit('anchor', '--to', anchor)).toMatchObject({ exitCode: 0 });
  const kept = await readFile(anchor, 'utf8');
  expect(await audit('anchor', '--to', anchor)).toMatchObject({
    exitCode: 1,
    remarks: expect.stringContaining('a checkpoint is never replaced'),
  });
  expect(await readFile(anchor, 'utf8')).toBe(kept);
  expect(await audit('anchor', '--to', 'http://127.0.0.1:1/anchors')).toMatchObject({
    exitCode: 1,
    remarks: '--to: the address must begin with https://\n',
  });
});

test.each([
  [['verify', '--key', 'x'], 2, '--key'],
  [['verify', '--organization', 'x'], 2, '--organization'],
  [['verify', '--checkpoint', '/does/not/exist'], 1, '--checkpoint'],
  [['verify', '/does/not/exist'], 1, 'cannot be read'],
  [['anchor'], 2, '--to'],
])('latchkey audit %j is refused', async (parameters, exitCode, named) => {
  expect(await audit(...parameters)).toMatchObject({ exitCode, remarks: expect.stringContaining(named) });
});

test('a log that is too large for the time of a job still gets its daily checkpoint', async () => {
  const stored = async () => {
    const { rows } = await app.testDatabase.pool.query<{ document: string }>(
      'select document from audit_checkpoints',
    );
    return rows[0]?.document;
  };
  const before = await stored();
  await app.clock.advance({ minutes: 1 });
  const timedOut = AbortSignal.abort(new DOMException('Too long', 'TimeoutError'));
  await houseKeepingTasks(app.services).audit_log({}, timedOut);
  expect(await stored()).not.toBe(before);
  const stopped = AbortSignal.abort(new Error('The node stops'));
  await expect(houseKeepingTasks(app.services).audit_log({}, stopped)).rejects.toThrow('The node stops');
});

test('the daily audit compares the log with the checkpoint of the day before', async () => {
  const run = () => houseKeepingTasks(app.services).audit_log({}, new AbortController().signal);
  const failures = async () => {
    const { rows } = await app.testDatabase.pool.query<{ body: string }>(
      `select body from events where type = 'AUDIT_FAILED'
        union all select body from unsealed_events where type = 'AUDIT_FAILED'`,
    );
    return rows.map(({ body }) => JSON.parse(body).data);
  };
  const other = await seedOrganization(app);
  await fill(other.uuid, 3);
  await run();
  await fill(other.uuid, 1);
  await run();
  expect(await failures()).toEqual([]);
  await app.testDatabase.pool.query('delete from events where organization_id = $1', [other.uuid]);
  await app.testDatabase.pool.query('delete from event_logs where organization_id = $1', [other.uuid]);
  await run();
  expect(await failures()).toEqual([
    {
      results: expect.objectContaining({ completeness: 'fails', content: 'holds' }),
      findings: [
        {
          organization_id: other.id,
          check: 'completeness',
          message: expect.stringMatching(/whole log is missing/),
        },
      ],
    },
  ]);
});
