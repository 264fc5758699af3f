import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatId } from '../src/lib/ids.ts';
import { provision } from '../src/provision/provision.ts';
import { startTestApp, type TestApp } from './support/app.ts';
import { type CommandResult, commandLine, runProgram } from './support/command-line.ts';
import { type TemporaryDirectory, temporaryDirectory } from './support/temporary-directory.ts';

/* The README from top to bottom, as somebody types it who has nothing else, against a whole Latchkey. */

const root = fileURLToPath(new URL('..', import.meta.url));

let app: TestApp;
let directory: TemporaryDirectory;
let blocks: string[];
beforeAll(async () => {
  app = await startTestApp();
  directory = await temporaryDirectory('readme');
  blocks = shellBlocks(await readFile(join(root, 'README.md'), 'utf8'));
});
afterAll(async () => {
  await directory.remove();
  await app.close();
});

/** Returns the commands, block by block, each after a remark with its line. Blocks in lists are indented. */
function shellBlocks(text: string): string[] {
  return Array.from(
    text.matchAll(/^( *)```sh\n([\s\S]*?)^\1```/gm),
    ({ 1: indent = '', 2: block = '', index }) => {
      const line = text.slice(0, index).split('\n').length;
      return `# README.md:${line}\n${block.replaceAll(new RegExp(`^${indent}`, 'gm'), '')}`;
    },
  );
}

/** Of the clone itself: the service is here already, and tests of their own start it, pack it and run it. */
const isOfTheClone = (block: string) => /^(?:\w+=\S+ )?npm (?:start|test|pack)\b/m.test(block);

/** Replaces the placeholders with the values that the first start prints, and runs the command without npm. */
function filledIn(block: string, printed: Record<string, string>): string {
  return block
    .replace(/(?<=^(?:export )?(\w+)=)'\w*…'$/gm, (_placeholder, name: string) => `'${printed[name]}'`)
    .replace(/^latchkey\(\) .*$/m, `latchkey() { '${process.execPath}' '${commandLine}' "$@"; }`);
}

/** Where the reader stands: a repository with one commit that is not published. */
const repository = `
git init -q -b main && git config user.name Ada && git config user.email ada@example.com
git commit -q --allow-empty -m Published && git update-ref refs/remotes/origin/main HEAD
git commit -q --allow-empty -m Mine`;

async function typed(script: string): Promise<CommandResult & { said: string }> {
  // An HTTP error ends curl with an exit code, so that the shell ends at the first one.
  await writeFile(join(directory.path, '.curlrc'), 'fail-with-body\n');
  const result = await runProgram('bash', ['-e', '-o', 'pipefail', '-c', `exec 2> said\n${script}`], {
    cwd: directory.path,
    env: {
      PATH: process.env['PATH'],
      HOME: directory.path,
      DATABASE_URL: app.testDatabase.url,
      LATCHKEY_CONFIG: join(root, 'latchkey.config.ts'),
    },
  });
  return { ...result, said: await readFile(join(directory.path, 'said'), 'utf8') };
}

test('every shell block of the README works, in its order, with the variables that the README sets', async () => {
  const settings = { ownerEmail: null, ownerPassword: null, organization: null, serviceToken: null };
  const printed = await provision(app.services, settings);
  const values = {
    PASSWORD: printed?.ownerPassword ?? '',
    LATCHKEY_SERVICE_TOKEN: printed?.serviceToken ?? '',
    LATCHKEY_ORG_ID: formatId('organization', printed?.organizationId ?? ''),
  };
  const script = blocks
    .filter((block) => !isOfTheClone(block))
    .map((block) => `${filledIn(block, values)}\n`)
    .join('')
    .replaceAll('http://127.0.0.1:4000', app.url);
  const { code, stdout, said } = await typed(`${repository}\nset -v\n${script}`);
  expect(code, `${stdout}\n${said}`).toBe(0);
  const codes = Array.from(stdout.matchAll(/"code":"([A-Z_]+)"/g), ([, name]) => name);
  expect(codes).toEqual(['VALID', 'REVOKED', 'REVOKED']);
});
