import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { newKeySecret } from '../../src/key-format.ts';
import { Folder, newLeakedKey } from '../scan/repository.ts';
import { commandLine } from '../support/command-line.ts';

/* The surroundings of a command: the folder where it was typed, and the reader of its output. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const npmRun = ['--prefix', root, 'run', '-s', 'latchkey', '--'];

test('run by npm from another folder, scan and its hook are for where the person stands', async () => {
  using folder = new Folder();
  await folder.init();
  const { token, masked } = newLeakedKey();
  folder.write('sub/a.env', token);
  const npm = (cwd: string, ...parameters: string[]) =>
    folder.run('npm', [...npmRun, 'scan', ...parameters], { cwd, env: { HOME: folder.path } });
  expect(await npm('sub', '--prefix', 'sk')).toMatchObject({ code: 1, stdout: `a.env:1:1: ${masked}\n` });
  // Without a configuration here, the prefix is that of the product whose command it is.
  expect(await npm('.')).toMatchObject({ code: 1, stdout: `sub/a.env:1:1: ${masked}\n` });
  await npm('sub', '--install-hook');
  expect((await npm('.', '.git/hooks/pre-push')).stderr).toMatch(/^No keys found .* in 1 file/);
  const rules = await folder.run('npm', [...npmRun, 'rules', 'gitleaks'], { env: { HOME: folder.path } });
  expect(rules).toMatchObject({ code: 0, stdout: expect.stringContaining('sk_') });
});

test('run by npm from another folder, a backup is named where the person stands', async () => {
  using folder = new Folder();
  await folder.init();
  folder.write('sub/a.backup', 'no backup');
  const npm = (...parameters: string[]) =>
    folder.run('npm', [...npmRun, ...parameters], { cwd: 'sub', env: { HOME: folder.path } });
  const restored = await npm('restore', 'a.backup');
  expect(restored).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/sub\/a\.backup is not a backup of/),
  });
  const backedUp = await npm('backup', 'a.backup');
  expect(backedUp).toMatchObject({ code: 1, stderr: expect.stringMatching(/sub\/a\.backup already exists/) });
});

test('variables that another script of npm left change nothing', async () => {
  using folder = new Folder();
  folder.write('a.env', newKeySecret('sk', 'LIVE').secret);
  const env = {
    INIT_CWD: '/nonexistent',
    npm_lifecycle_event: 'latchkey',
    npm_package_json: `${root}package.json`,
  };
  expect(await folder.scan([], { env })).toMatchObject({ code: 1 });
});

test.each([
  ['scan', '--prefix', 'sk', '.'],
  ['scan', '--prefix', 'sk', '--json', '.'],
  ['rules', 'gitleaks', '--prefix', 'sk'],
  ['key', 'list'],
  ['nonsense'],
  ['--help'],
])('a reader that ends first, as head does, is no error of its own: %s %s %s %s', async (...parameters) => {
  using folder = new Folder();
  folder.write('a.env', `${newKeySecret('sk', 'LIVE').secret}\n`.repeat(20_000));
  const options = { cwd: folder.path, env: { ...folder.env, LATCHKEY_URL: 'http://127.0.0.1:1' } };
  const start = () => spawn(process.execPath, [commandLine, ...parameters], options);
  const withReaders = start();
  withReaders.stdout.resume();
  withReaders.stderr.resume();
  const [code] = await once(withReaders, 'close');
  for (const ended of ['stdout', 'stderr', 'both'] as const) {
    const child = start();
    // Before the program has begun to write.
    if (ended !== 'stderr') child.stdout.destroy();
    if (ended !== 'stdout') child.stderr.destroy();
    const said = ended === 'stdout' ? text(child.stderr) : Promise.resolve('');
    if (ended === 'stderr') child.stdout.resume();
    const [[endedWith], remarks] = await Promise.all([once(child, 'exit'), said]);
    expect([ended, endedWith, remarks]).toEqual([ended, code, expect.not.stringMatching(/EPIPE|\n +at /)]);
  }
});

test.each([
  ['scan', '--prefix', 'sk', '.'],
  ['scan', '--prefix', 'sk', '--json', '.'],
  ['rules', 'gitleaks', '--prefix', 'sk'],
  ['--help'],
])(
  'an output that takes nothing, such as a full disk, is one line and exit code 74: %s %s %s %s',
  async (...parameters) => {
    using folder = new Folder();
    folder.write('a.env', newKeySecret('sk', 'LIVE').secret);
    const full = openSync('/dev/full', 'w');
    const { path: cwd, env } = folder;
    try {
      const child = spawn(process.execPath, [commandLine, ...parameters], {
        cwd,
        env,
        stdio: ['ignore', full, 'pipe'],
      });
      const [[code], remarks] = await Promise.all([
        once(child, 'exit'),
        text(child.stderr ?? Readable.from([])),
      ]);
      expect([code, remarks]).toEqual([
        74,
        expect.stringMatching(/The output cannot be written: ENOSPC.*\n$/),
      ]);
      expect(remarks).not.toMatch(/\n +at /);
    } finally {
      closeSync(full);
    }
  },
);
