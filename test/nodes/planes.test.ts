import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createEmptyDatabase, onServer } from '../support/database.ts';
import { spawnNode, startNodeProcess } from '../support/node-processes.ts';
import { codeOf, patiently } from './send.ts';

async function on(url: string, ...statements: string[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements.slice(0, -1)) await client.query(statement);
    return await client.query(statements.at(-1) ?? 'select 1');
  } finally {
    await client.end();
  }
}

test('a node of verification alone, whose role can make no tables, waits for a node of management and then verifies', async () => {
  const empty = await createEmptyDatabase();
  const role = `verifier_${randomBytes(4).toString('hex')}`;
  await on(
    empty.url,
    `create role ${role} login password 'p'`,
    `alter default privileges in schema public grant all on tables to ${role}`,
    `alter default privileges in schema public grant all on sequences to ${role}`,
  );
  onTestFinished(async () => {
    await empty.drop();
    await onServer((client) => client.query(`drop role ${role}`));
  });
  const url = new URL(empty.url);
  url.username = role;
  url.password = 'p';

  const waiting = spawnNode(url.href, { LATCHKEY_SERVES: 'verification' });
  await waiting.says(/(Waits for a node that serves management to migrate the database)/);
  const { rows } = await on(empty.url, `select to_regclass('organizations') as made`);
  expect(rows).toEqual([{ made: null }]);

  const management = await startNodeProcess(empty.url, { LATCHKEY_SERVES: 'management' });
  const verification = await waiting.ready;
  const token = /Service token +(\S+)/.exec(management.output())?.[1] ?? '';
  expect(await patiently(() => codeOf(verification.url, token, { key: 'no key' }))).toBe('MALFORMED');
  expect(verification.output()).not.toContain('Service token');
  expect(verification.errors()).toEqual([]);
  await Promise.all([verification.stop(), management.stop()]);
});
