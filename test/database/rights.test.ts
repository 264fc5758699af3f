import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { migrate, migrationStatus } from '../../src/database/migrate.ts';
import { StartError } from '../../src/start-error.ts';
import { createEmptyDatabase, onServer } from '../support/database.ts';

const role = `limited_${randomBytes(4).toString('hex')}`;

let empty: Awaited<ReturnType<typeof createEmptyDatabase>>;
let limitedUrl: string;
beforeAll(() => onServer((client) => client.query(`create role ${role} login password 'p'`)));
beforeEach(async () => {
  empty = await createEmptyDatabase();
  const url = new URL(empty.url);
  url.username = role;
  url.password = 'p';
  limitedUrl = url.href;
  return () => empty.drop();
});
afterAll(() => onServer((client) => client.query(`drop role ${role}`)));

async function asOwner(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: empty.url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

const nameOf = (url: string) => new URL(url).pathname.slice(1);

async function refusal(url = limitedUrl): Promise<string> {
  const failure = await migrate({ url }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StartError);
  return failure instanceof Error ? failure.message : '';
}

async function tablesMade(): Promise<unknown> {
  const client = new pg.Client({ connectionString: empty.url });
  await client.connect();
  const { rows } = await client.query(
    `select relname from pg_class where relnamespace in (select oid from pg_namespace where nspname in ('public', 'graphile_worker'))`,
  );
  await client.end();
  return rows;
}

test('a role without rights is told all the GRANTs at once, and nothing is made; with them it starts', async () => {
  const message = await refusal();
  expect(message).toBe(
    `The role ${role} lacks rights on the database; run: GRANT CREATE ON SCHEMA public TO ${role}; GRANT CREATE ON DATABASE ${nameOf(empty.url)} TO ${role}`,
  );
  expect(await tablesMade()).toEqual([]);
  await asOwner(...message.slice(message.indexOf('run: ') + 5).split('; '));
  expect(await migrate({ url: limitedUrl })).not.toEqual([]);
  expect((await migrationStatus({ url: limitedUrl })).pending).toEqual([]);
});

test('one that may not even make the last thing makes nothing', async () => {
  await asOwner(`grant create on schema public to ${role}`);
  expect(await refusal()).toContain('GRANT CREATE ON DATABASE');
  expect(await tablesMade()).toEqual([]);
});

test('a schema that the role may not use is named', async () => {
  await asOwner(
    'revoke all on schema public from public',
    `grant create on database ${nameOf(empty.url)} to ${role}`,
  );
  expect(await refusal()).toContain(`GRANT USAGE ON SCHEMA public TO ${role}; GRANT CREATE ON SCHEMA public`);
});

test('a schema of one’s own is named by the address, and must be there', async () => {
  const url = `${limitedUrl}?options=-c%20search_path%3Dkeys`;
  await asOwner(`grant create on database ${nameOf(empty.url)} to ${role}`);
  expect(await refusal(url)).toContain('CREATE SCHEMA');
  await asOwner(`create schema keys authorization ${role}`);
  await migrate({ url });
  expect(await refusal()).toContain('GRANT CREATE ON SCHEMA public');
  expect((await migrationStatus({ url })).pending).toEqual([]);
});

test('rights on tables that another role has made are named, and are enough for a start that migrates nothing', async () => {
  await migrate({ url: empty.url });
  const message = await refusal();
  expect(message.split(/run: |; /).slice(2)).toEqual([
    `GRANT USAGE ON SCHEMA graphile_worker TO ${role}`,
    `GRANT ALL ON ALL TABLES IN SCHEMA graphile_worker TO ${role}`,
    `GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`,
  ]);
  await asOwner(...message.slice(message.indexOf('run: ') + 5).split('; '));
  expect(await migrate({ url: limitedUrl })).toEqual([]);
  await asOwner(`delete from kysely_migration where name = (select max(name) from kysely_migration)`);
  expect(await refusal()).toMatch(/ALTER TABLE kysely_migration OWNER TO/);
});

test('a wrong password, an unknown database and an unknown role are one line each, without the password', async () => {
  const wrong = new URL(limitedUrl);
  wrong.password = 'hunter2';
  expect(await refusal(wrong.href)).toMatch(
    /^Cannot connect to the database: password authentication failed[^\n]*; check the role and its password$/,
  );
  wrong.password = 'p';
  wrong.pathname = '/nowhere';
  expect(await refusal(wrong.href)).toMatch(
    /database "nowhere" does not exist; make it with CREATE DATABASE/,
  );
});

test('a role that may not connect is told the GRANT, with which it connects', async () => {
  const name = nameOf(empty.url);
  await asOwner(`revoke connect on database ${name} from public`);
  expect(await refusal()).toBe(
    `The database refuses: permission denied for database "${name}"; GRANT CONNECT ON DATABASE … TO the role of DATABASE_URL`,
  );
  await asOwner(`grant connect on database ${name} to ${role}`);
  expect(await refusal()).toContain('GRANT CREATE ON SCHEMA public');
});

test('a database that is not UTF8 is refused in one line', async () => {
  const name = `win1251_${randomBytes(4).toString('hex')}`;
  await onServer((client) =>
    client.query(`create database ${name} encoding 'WIN1251' locale 'C' template template0`),
  );
  const url = new URL(empty.url);
  url.pathname = `/${name}`;
  expect(await refusal(url.href)).toBe(
    `DATABASE_URL is a database with the encoding WIN1251; Latchkey needs UTF8: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`,
  );
  await onServer((client) => client.query(`drop database ${name} with (force)`));
});

test('a policy that hides rows from the role is named with its remedy', async () => {
  await asOwner(
    `grant create on schema public to ${role}`,
    `grant create on database ${nameOf(empty.url)} to ${role}`,
  );
  await migrate({ url: limitedUrl });
  await asOwner(
    'alter table api_keys enable row level security',
    'alter table api_keys force row level security',
  );
  const message = await refusal();
  expect(message).toBe(
    `The role ${role} lacks rights on the database; run: ALTER TABLE api_keys DISABLE ROW LEVEL SECURITY`,
  );
  await asOwner(message.slice(message.indexOf('run: ') + 5));
  expect(await migrate({ url: limitedUrl })).toEqual([]);
});
