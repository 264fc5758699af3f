import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Running, start } from '../../src/process/start.ts';
import { createEmptyDatabase } from '../support/database.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';

let directory: TemporaryDirectory;
beforeAll(async () => {
  directory = await temporaryDirectory('tokens');
});
afterAll(() => directory.remove());

const common = {
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  PORT: '0',
  LATCHKEY_OWNER_PASSWORD: 'rain on the tin roof',
};
const [secret, another] = ['one secret of 32 characters or more', 'another secret of 32 characters or more'];

const publishedKeys = async ({ url }: Running): Promise<unknown> =>
  (await fetch(`${url}/.well-known/jwks.json`)).json();

/** Returns the keys that a service with these variables publishes. */
async function keysOf(environment: Record<string, string>): Promise<unknown> {
  const running = await start({ ...common, ...environment });
  try {
    return await publishedKeys(running);
  } finally {
    await running.stop();
  }
}

const refusal = {
  name: 'StartError',
  message: expect.stringMatching(/^LATCHKEY_SECRET: [^\n]*set it to the secret that encrypted them[^\n]*$/),
};

it('with a database of its own, a start with another secret is refused and harms nothing', async () => {
  const { url, drop } = await createEmptyDatabase();
  const first = await keysOf({ DATABASE_URL: url, LATCHKEY_SECRET: secret });
  expect(first).toMatchObject({ keys: [{ use: 'sig' }] });
  await expect(keysOf({ DATABASE_URL: url, LATCHKEY_SECRET: another })).rejects.toMatchObject(refusal);
  expect(await keysOf({ DATABASE_URL: url, LATCHKEY_SECRET: secret })).toEqual(first);
  await drop();
});

it('with the embedded server, the generated secret opens the keys again, unless another one is set', async () => {
  const home = { LATCHKEY_DATA_DIR: directory.path };
  const first = await keysOf(home);
  expect(await keysOf(home)).toEqual(first);
  await expect(keysOf({ ...home, LATCHKEY_SECRET: another })).rejects.toMatchObject(refusal);
});
