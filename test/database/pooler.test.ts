import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { createPool } from '../../src/database/pool.ts';
import { StartError } from '../../src/start-error.ts';
import { keyRequests } from '../api-keys/key-requests.ts';
import { startTestApp } from '../support/app.ts';
import { createEmptyDatabase, onServer } from '../support/database.ts';
import { type Pooler, startPooler } from '../support/pooler.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';

type EmptyDatabase = Awaited<ReturnType<typeof createEmptyDatabase>>;

let empty: EmptyDatabase;
beforeAll(async () => {
  empty = await createEmptyDatabase();
});
afterAll(() => empty.drop());

async function through(preparedStatements: boolean, work: (pooler: Pooler) => Promise<void>): Promise<void> {
  const pooler = await startPooler(empty.url, { preparedStatements });
  try {
    await work(pooler);
  } finally {
    await pooler.close();
  }
}

const databaseName = () => new URL(empty.url).pathname.slice(1);

describe('a pooler that gives each transaction another session', () => {
  test('is refused in one line when it loses prepared statements, and nothing is migrated', async () => {
    await through(false, async ({ url }) => {
      const failure = await migrate({ url }).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(StartError);
      expect(String(failure)).toMatch(
        /^StartError: The pooler before the database loses prepared statements[^\n]*max_prepared_statements[^\n]*$/,
      );
      const pool = createPool({ url, max: 1 });
      await expect(pool.query('select 1')).rejects.toThrow('loses prepared statements');
      await pool.end();
    });
    const direct = createPool({ url: empty.url, max: 1 });
    expect((await direct.query(`select to_regclass('organizations') as made`)).rows).toEqual([
      { made: null },
    ]);
    await direct.end();
  });

  test('is refused when the database’s own settings are not what Latchkey relies on, with the statements to run', async () => {
    await onServer((client) =>
      client.query(`alter database ${databaseName()} set datestyle = 'German, DMY'`),
    );
    await onServer((client) => client.query(`alter database ${databaseName()} set array_nulls = off`));
    await through(true, async ({ url }) => {
      await expect(migrate({ url })).rejects.toThrow(
        new RegExp(
          `run this, and have the pooler reconnect: ALTER ROLE \\w+ IN DATABASE ${databaseName()} SET datestyle = 'ISO, MDY'; ALTER ROLE \\w+ IN DATABASE ${databaseName()} SET array_nulls = 'on'$`,
        ),
      );
    });
    await onServer((client) => client.query(`alter database ${databaseName()} reset all`));
  });

  test('serves everything when it keeps prepared statements', { timeout: 120_000 }, async () => {
    await through(true, async ({ url }) => {
      await migrate({ url });
      const pool = createPool({ url, max: 5 });
      const database = { url, pool, database: createDatabase(pool), drop: async () => {} };
      const app = await startTestApp({ testDatabase: database });
      const organization = await seedOrganization(app);
      const owner = keyRequests(app, organization.owner);
      const token = await seedServiceToken(app, ['VERIFY_API_KEYS']);
      const rounds = Array.from({ length: 8 }, async (_, round) => {
        const { apiKey, secret } = await owner.created({ environment: 'TEST', name: `Key ${round}` });
        const codes: unknown[] = [];
        for (const _ of [1, 2, 3]) codes.push(await codeOf(app.url, token, secret));
        await owner.revoked(apiKey.id);
        codes.push(await codeOf(app.url, token, secret));
        return codes;
      });
      expect(await Promise.all(rounds)).toEqual(Array(8).fill(['VALID', 'VALID', 'VALID', 'REVOKED']));
      const { edges } = await owner.listed({ first: 10 });
      expect(edges).toHaveLength(8);
      await app.close();
      await pool.end();
    });
  });
});

async function codeOf(url: string, token: string, key: string): Promise<unknown> {
  const response = await fetch(`${url}/v1/verify`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ key }),
  });
  const { code }: { code?: unknown } = await response.json();
  return code;
}
