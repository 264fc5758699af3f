import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { migrationStatus } from '../../src/database/migrate.ts';
import { start } from '../../src/process/start.ts';
import { StartError } from '../../src/start-error.ts';
import { createEmptyDatabase } from '../support/database.ts';
import { startDatabaseProxy } from '../support/database-proxy.ts';

const configuration = fileURLToPath(new URL('../support/nodes.config.ts', import.meta.url));
/** A start sends some hundred messages to an empty database, and two dozen to one that is up to date. */
const moments = [1, 2, 3, 4, 6, 9, 13, 19, 27, 38, 54, 76, 108, 152];

test('a start whose database goes away at any moment ends in one line, and the next one goes on from there', async () => {
  const empty = await createEmptyDatabase();
  const proxy = await startDatabaseProxy(empty.url);
  const environment = {
    DATABASE_URL: proxy.url,
    LATCHKEY_SECRET: 's'.repeat(32),
    LATCHKEY_CONFIG: configuration,
    LATCHKEY_OWNER_PASSWORD: 'rain on the tin roof',
    LATCHKEY_SERVICE_TOKEN: 'service-token-of-this-test',
    PORT: '0',
    LOG_LEVEL: 'silent',
  };
  let failures = 0;
  for (const moment of moments) {
    proxy.failAt(moment);
    // An error that nobody listens to, such as a connection's, fails the run of the tests by itself.
    const running = await start(environment).catch((error: unknown) => {
      expect(error).toBeInstanceOf(StartError);
      expect(String(error)).toMatch(/^StartError: [^\n]+$/);
      return null;
    });
    if (running === null) failures += 1;
    await running?.stop();
  }
  expect(failures).toBeGreaterThan(8);
  proxy.failAt(Number.POSITIVE_INFINITY);
  const running = await start(environment);
  expect((await fetch(`${running.url}/health/ready`)).status).toBe(200);
  await running.stop();
  expect((await migrationStatus({ url: empty.url })).pending).toEqual([]);
  await proxy.close();
  await empty.drop();
});
