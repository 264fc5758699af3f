import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runningServerUrl } from '../../src/database/running-server.ts';
import { minimumNodeMajor, nodeProblem } from '../../src/process/node-version.ts';
import { installedNodes, installInto, pack } from '../support/packed.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';

/* The packages as others have them: packed, and installed into empty folders from the registry. */

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const patient = 600_000;
const serviceToken = 'service-token-of-the-package-tests';

let directory: TemporaryDirectory;
let app: string;
let sdkOnly: string;
let service: { url: string; organizationId: string; databaseUrl: string };
let child: ChildProcess;

beforeAll(async () => {
  directory = await temporaryDirectory('packages');
  const [server = '', sdk = ''] = await pack(['.', './packages/client'], directory.path);
  app = join(directory.path, 'app');
  sdkOnly = join(directory.path, 'sdk-only');
  await installInto(app, { type: 'module' }, [server, sdk]);
  await installInto(sdkOnly, {}, [sdk]);
  await copyFile(join(root, 'examples/scope/latchkey.config.ts'), join(app, 'latchkey.config.ts'));
  service = await startService();
}, patient);

afterAll(async () => {
  if (child.exitCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  await directory.remove();
}, patient);

/** `npx latchkey start`, beside a copied example, with the embedded PostgreSQL. */
async function startService(): Promise<typeof service> {
  const { PATH = '', HOME = '' } = process.env;
  const data = join(app, 'data');
  const environment = {
    PATH,
    HOME,
    PORT: '0',
    LATCHKEY_DATA_DIR: data,
    LATCHKEY_SERVICE_TOKEN: serviceToken,
  };
  child = spawn('npx', ['latchkey', 'start'], { cwd: app, env: environment });
  let output = '';
  const ready = new Promise<RegExpExecArray>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /is ready at (\S+)[\s\S]*Organization +(org_\w+)/.exec(output);
      if (found !== null) resolve(found);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`It ended with ${code}: ${output}`)));
  });
  const [, url = '', organizationId = ''] = await ready;
  return { url, organizationId, databaseUrl: (await runningServerUrl(join(data, 'postgresql'))) ?? '' };
}

/** Returns the JSON output of a program. Its variables name the service. */
async function run(
  folder: string,
  file: string,
  program: string,
  [node, ...flags]: readonly [string, ...string[]] = [process.execPath],
): Promise<unknown> {
  await writeFile(join(folder, file), program);
  const { stdout } = await execute(node, [...flags, file], {
    cwd: folder,
    env: {
      LATCHKEY_URL: service.url,
      LATCHKEY_ORG_ID: service.organizationId,
      LATCHKEY_API_SECRET: serviceToken,
      LATCHKEY_SERVICE_TOKEN: serviceToken,
      DATABASE_URL: service.databaseUrl,
    },
  });
  return JSON.parse(stdout);
}

test(
  'the server: npx latchkey start serves, and in process a program verifies on the same database',
  async () => {
    const program = `
      import { createLatchkey } from 'latchkey';
      import { Latchkey, orThrow } from '@latchkey/client';
      import configuration from './latchkey.config.ts';
      const { secret } = orThrow(await new Latchkey().apiKeys.create({ environment: 'TEST', name: 'First' }));
      const latchkey = createLatchkey({ databaseUrl: process.env.DATABASE_URL, product: configuration });
      const { code, name } = await latchkey.verify({ key: secret });
      await latchkey.stop();
      console.log(JSON.stringify({ code, name }));`;
    expect(await run(app, 'in-process.mjs', program)).toEqual({ code: 'VALID', name: 'First' });
  },
  patient,
);

test('GraphiQL is not in the package, and the page says how to have it', async () => {
  const response = await fetch(`${service.url}/graphql`, { headers: { accept: 'text/html' } });
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('npm install @graphql-yoga/render-graphiql');
});

test('the SDK brings jose and nothing else', async () => {
  const installed = await readdir(join(sdkOnly, 'node_modules'));
  expect(installed.filter((name) => !name.startsWith('.')).toSorted()).toEqual(['@latchkey', 'jose']);
});

describe('the SDK', async () => {
  const nodes = await installedNodes();

  // Written out in full, so that all parts run: keys, verification, tokens, offline, middleware.
  const program = `
    const http = require('node:http');
    const { createServer } = http;
    module.exports = async ({ expressApiKey, apiKeyOf, Latchkey, OfflineVerifier, orThrow, TokenSource, Verifier }) => {
      const latchkey = new Latchkey();
      const input = { environment: 'TEST', name: 'SDK', scopes: ['prompts:read'] };
      const { apiKey, secret } = orThrow(await latchkey.apiKeys.create(input));
      const listed = await latchkey.apiKeys.list({ search: 'SDK' }).all();
      const tokens = new TokenSource({ apiKey: apiKey.id, apiSecret: secret });
      const offline = await new OfflineVerifier().verify({ key: await tokens.token() });
      const guard = expressApiKey(new Verifier(), { scopes: ['prompts:read'] });
      const server = createServer((request, response) =>
        guard(request, response, () => response.end(apiKeyOf(request).keyId)));
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = 'http://127.0.0.1:' + server.address().port;
      const answers = [await tokens.fetch(url), await fetch(url)];
      server.close();
      server.closeAllConnections();
      tokens.stop();
      await latchkey.apiKeys.revoke(apiKey.id);
      console.log(JSON.stringify({
        listed: listed.some(({ id }) => id === apiKey.id),
        offline: offline.code,
        answers: answers.map(({ status }) => status),
        keyId: (await answers[0].text()) === apiKey.id,
        afterwards: (await latchkey.verify({ key: secret })).code,
      }));
    };`;

  test.each(nodes)(
    'works on Node $major, imported and required',
    async ({ path }) => {
      await writeFile(join(sdkOnly, 'program.cjs'), program);
      const imported = `import program from './program.cjs'; await program(await import('@latchkey/client'));`;
      const required = `require('./program.cjs')(require('@latchkey/client'));`;
      const expected = {
        listed: true,
        offline: 'VALID',
        answers: [200, 401],
        keyId: true,
        afterwards: 'REVOKED',
      };
      expect(await run(sdkOnly, 'imported.mjs', imported, [path])).toEqual(expected);
      expect(await run(sdkOnly, 'required.cjs', required, [path])).toEqual(expected);
      // As before Node 20.19, and as Jest does it: then the module is CommonJS itself.
      const asBefore = [path, '--no-experimental-require-module'] as const;
      expect(await run(sdkOnly, 'required.cjs', required, asBefore)).toEqual(expected);
    },
    patient,
  );
});

describe('a Node that is too old', () => {
  test('is named in one line, with the version that is needed', async () => {
    expect(nodeProblem('22.12.0')).toBe(
      'Latchkey needs Node.js 24 or later, and this is 22.12.0; install a newer one.',
    );
    expect([nodeProblem('24.0.0'), nodeProblem('25.1.0-nightly')]).toEqual([null, null]);
    const { engines } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    expect(engines.node).toBe(`>=${minimumNodeMajor}`);
  });

  /** Says of itself that it is another version, before anything is loaded. */
  const pretend = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.1.0' } })`;
  const old = (...parameters: string[]) =>
    execute(process.execPath, ['--import', pretend, ...parameters], { cwd: app }).catch((error: unknown) =>
      Object(error),
    );

  test.each([['scan'], ['start']])(
    'latchkey %s ends with it and an exit code that no answer has',
    async (command) => {
      const { code, stdout, stderr } = await old('node_modules/latchkey/dist/src/cli/main.js', command);
      expect([code, stdout, stderr]).toEqual([70, '', `${nodeProblem('20.1.0')}\n`]);
    },
  );

  test('importing latchkey throws it', async () => {
    const { stderr } = await old('--input-type=module', '--eval', `await import('latchkey');`);
    expect(stderr).toContain(`Error: ${nodeProblem('20.1.0')}`);
  });
});
