import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newToken } from '../../src/api-keys/key-format.ts';
import { type CommandResult, commandLine, latchkey, runProgram } from '../support/command-line.ts';

let directory: string;
const { token } = newToken('sk', 'LIVE');
const masked = `sk_live_…${token.slice(-4)}`;
const lookalike = `${token.slice(0, -1)}${token.endsWith('x') ? 'y' : 'x'}`;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'latchkey-scan-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

// Nobody's own settings, so that they can neither help nor hurt.
const env: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

function scan(parameters: string[] = [], input: string | Buffer = ''): Promise<CommandResult> {
  return latchkey(['scan', '--prefix', 'sk', ...parameters], { cwd: directory, input, env });
}

function write(path: string, content: string | Buffer): void {
  mkdirSync(join(directory, path, '..'), { recursive: true });
  writeFileSync(join(directory, path), content);
}

async function git(...parameters: string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram('git', parameters, { cwd: directory, env });
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}

async function commit(message = 'Change'): Promise<string> {
  await git('add', '--all');
  await git('commit', '--quiet', '--message', message);
  return git('rev-parse', 'HEAD');
}

const init = () => git('init', '--quiet', '--initial-branch', 'main');
const lines = ({ stdout }: CommandResult) => stdout.trim().split('\n').filter(Boolean).sort();

describe('files', () => {
  test('a key is printed masked with its place, and the exit code is 1; without one it is 0', async () => {
    write('src/a.ts', `const a = 1;\nconst key = '${token}';\n`);
    write('src/b.ts', `${lookalike}\nsk_live_short\n`);
    const found = await scan();
    expect(found).toMatchObject({ code: 1, stdout: `src/a.ts:2:14: ${masked}\n` });
    expect(found.stdout + found.stderr).not.toContain(token);
    expect(await scan(['src/b.ts'])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'No keys found in 0.0 MB in 1 file.\n',
    });
  });

  test('JSON for scripts, without the key either', async () => {
    write('a.env', `KEY=${token}`);
    const { code, stdout } = await scan(['--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      findings: [{ path: 'a.env', line: 1, column: 5, environment: 'LIVE', maskedKey: masked, commit: null }],
      files: 1,
      bytes: 4 + token.length,
      errors: [],
    });
  });

  test('large files, keys across the parts that are read, UTF-16; but no binary files', async () => {
    const line = `${'x'.repeat(99)}\n`;
    const megabyte = 1 << 20;
    write('large.log', line.repeat(30_000) + token);
    write('across.log', `${'y'.repeat(megabyte - 20)}${token}\n\n${token}`);
    write('windows.txt', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`ä\r\n${token}`, 'utf16le')]));
    write('program.bin', Buffer.concat([Buffer.from([0x7f, 0, 1]), Buffer.from(token)]));
    expect(lines(await scan())).toEqual([
      `across.log:1:${megabyte - 19}: ${masked}`,
      `across.log:3:1: ${masked}`,
      `large.log:30001:1: ${masked}`,
      `windows.txt:2:1: ${masked}`,
    ]);
  });

  test('standard input', async () => {
    expect(await scan(['-'], `one\n${token}`)).toMatchObject({ code: 1, stdout: `-:2:1: ${masked}\n` });
    expect(await scan(['-'], 'one\n')).toMatchObject({ code: 0 });
  });

  test('what cannot be read is told, the rest is still scanned, and the exit code is 2', async () => {
    write('a.env', token);
    const { code, stdout, stderr } = await scan(['missing', 'a.env']);
    expect([code, stdout]).toEqual([2, `a.env:1:1: ${masked}\n`]);
    expect(stderr).toMatch(
      /^missing: there is no such file or directory\n1 found in 0\.0 MB in 1 file that could be read\./,
    );
    // That nothing was found is not said of what nobody looked at.
    expect(await scan(['missing'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'missing: there is no such file or directory\nNothing was scanned.\n',
    });
  });

  test('without a prefix and a configuration it says what to do; a wrong prefix is refused', async () => {
    const missing = await latchkey(['scan'], { cwd: directory, env });
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('--prefix sk') });
    const wrong = await latchkey(['scan', '--prefix', 'SK_'], { cwd: directory, env });
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('lowercase letters') });
    expect(await scan(['--staged', 'a.env'])).toMatchObject({
      code: 2,
      stderr: 'paths and --staged cannot be given together\n',
    });
  });

  test('the prefix is that of the configuration', async () => {
    const other = newToken('acme', 'TEST').token;
    write(
      'config.mjs',
      "export default { productName: 'Acme', keyPrefix: 'acme', resources: { a: { actions: { read: 'Read' } } } };",
    );
    write('a.env', `${token}\n${other}\n`);
    const { stdout } = await latchkey(['scan'], {
      cwd: directory,
      env: { ...env, LATCHKEY_CONFIG: 'config.mjs' },
    });
    expect(stdout).toBe(`a.env:2:1: acme_test_…${other.slice(-4)}\n`);
  });
});

describe('a git repository', () => {
  beforeEach(init);

  test('what .gitignore names is left out unless asked for by name; untracked files are not', async () => {
    write('.gitignore', 'dist/\n*.log\n');
    write('dist/a.js', token);
    write('debug.log', token);
    write('new.ts', token);
    write('sub/kept.ts', token);
    await git('add', 'sub');
    unlinkSync(join(directory, 'sub/kept.ts'));
    write('sub/other.ts', token);
    symlinkSync('new.ts', join(directory, 'link.ts'));
    expect(lines(await scan())).toEqual([`new.ts:1:1: ${masked}`, `sub/other.ts:1:1: ${masked}`]);
    expect(lines(await scan(['dist', 'debug.log']))).toEqual([
      `debug.log:1:1: ${masked}`,
      `dist/a.js:1:1: ${masked}`,
    ]);
  });

  test('--staged sees what is about to be committed, as it is staged', async () => {
    write('old.ts', `${token}\n`);
    await commit();
    write('a.ts', `one\ntwo\n${token}\n`);
    write('with space.ts', `x ${token}\n`);
    write('quo"te\tü.ts', token);
    await git('add', '--all');
    write('a.ts', 'clean now, but not staged\n');
    write('unstaged.ts', token);
    expect(lines(await scan(['--staged']))).toEqual([
      `a.ts:3:1: ${masked}`,
      `quo"te\tü.ts:1:1: ${masked}`,
      `with space.ts:1:3: ${masked}`,
    ]);
  });

  test('--diff sees what is not committed: added lines only, with their line in the new version', async () => {
    write('a.ts', `${'line\n'.repeat(50)}${token}\n`);
    await commit();
    write('a.ts', `${token} moved\n${'line\n'.repeat(20)}\nnew ${token}\n${'line\n'.repeat(30)}`);
    expect(lines(await scan(['--diff']))).toEqual([`a.ts:1:1: ${masked}`, `a.ts:23:5: ${masked}`]);
    write('a.ts', 'gone\n');
    expect(await scan(['--diff'])).toMatchObject({ code: 0 });
  });

  test('--diff with revisions sees each commit: what a later one removes is still in the history', async () => {
    write('a.ts', 'one\n');
    const base = await commit();
    write('a.ts', `one\n${token}\n`);
    const guilty = await commit();
    write('a.ts', 'one\n');
    await commit();
    expect(await scan(['--diff', `${base}..HEAD`])).toMatchObject({
      code: 1,
      stdout: `a.ts:2:1: ${masked} in commit ${guilty.slice(0, 12)}\n`,
    });
    expect(await scan(['--diff', 'HEAD~1..HEAD'])).toMatchObject({ code: 0 });
    expect(await scan(['--diff', 'nonsense..HEAD'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^git: /),
    });
    expect(await scan(['--diff', '--output=x'])).toMatchObject({ code: 2 });
  });

  test('a key that a merge itself brings in is found, with its place in the result', async () => {
    write('a.ts', 'one\ntwo\nthree\n');
    const base = await commit();
    await git('checkout', '--quiet', '-b', 'side');
    write('a.ts', 'one\nside\nthree\n');
    await commit();
    await git('checkout', '--quiet', 'main');
    write('a.ts', 'one\nmain\nthree\n');
    await commit();
    await runProgram('git', ['merge', '--quiet', 'side'], { cwd: directory, env });
    write('a.ts', `one\nside and main\n  ${token}\nthree\n`);
    const merge = await commit();
    expect(await scan(['--diff', `${base}..HEAD`])).toMatchObject({
      code: 1,
      stdout: `a.ts:3:3: ${masked} in commit ${merge.slice(0, 12)}\n`,
    });
  });

  test('a diff on standard input, with context, and lines that look like its own structure', async () => {
    write('a.sql', '-- a comment\n++ b/x\n');
    await commit();
    write('a.sql', `++ b/other\n@@ -1 +1 @@\ndiff --git a/x b/x\n${token}\n`);
    const diff = await git('diff', 'HEAD');
    expect(await scan(['--diff', '-'], `${diff}\n`)).toMatchObject({
      code: 1,
      stdout: `a.sql:4:1: ${masked}\n`,
    });
  });

  test('outside a repository git says so, and the exit code is 2', async () => {
    rmSync(join(directory, '.git'), { recursive: true });
    expect(await scan(['--staged'])).toMatchObject({ code: 2 });
    expect(await scan(['--install-hook'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('not a git repository'),
    });
  });
});

describe('the pre-push hook', () => {
  const hook = () => join(directory, '.git/hooks/pre-push');
  let pushEnvironment: NodeJS.ProcessEnv;

  beforeEach(async () => {
    await init();
    // What `npm install` puts into the path of scripts.
    write('.git/bin/latchkey', `#!/bin/sh\nexec '${process.execPath}' '${commandLine}' "$@"\n`);
    chmodSync(join(directory, '.git/bin/latchkey'), 0o755);
    pushEnvironment = { ...env, PATH: `${join(directory, '.git/bin')}:${env['PATH']}` };
    await git('init', '--quiet', '--bare', '.git/remote');
    await git('remote', 'add', 'origin', join(directory, '.git/remote'));
    write('a.ts', 'one\n');
    await commit();
  });

  const push = (...parameters: string[]) =>
    runProgram('git', ['push', '--quiet', ...parameters], { cwd: directory, env: pushEnvironment });

  test('it lets a clean push through and refuses one with a key, naming the place and not the key', async () => {
    expect(await scan(['--install-hook'])).toMatchObject({ code: 0 });
    expect(await push('origin', 'main')).toMatchObject({ code: 0 });
    write('b.ts', `\n${token}\n`);
    const guilty = await commit();
    write('b.ts', '\n');
    await commit();
    const refused = await push('origin', 'main');
    expect(refused.code).not.toBe(0);
    const said = refused.stdout + refused.stderr;
    expect(said).toContain(`b.ts:2:1: ${masked} in commit ${guilty.slice(0, 12)}`);
    expect(said).not.toContain(token);
    expect(await git('ls-remote', 'origin', 'main')).not.toContain(guilty);
  });

  test('it asks only about what the remote lacks; a new branch and a deletion too', async () => {
    write('old.ts', token);
    await commit();
    expect(await push('origin', 'main')).toMatchObject({ code: 0 });
    await scan(['--install-hook']);
    await git('checkout', '--quiet', '-b', 'topic');
    write('c.ts', 'clean\n');
    await commit();
    expect(await push('origin', 'topic')).toMatchObject({ code: 0 });
    expect(await push('origin', '--delete', 'topic')).toMatchObject({ code: 0 });
    write('c.ts', token);
    await commit();
    expect((await push('origin', 'topic')).code).not.toBe(0);
  });

  test('installed again it is renewed; another’s hook is never overwritten', async () => {
    await scan(['--install-hook']);
    expect(
      await latchkey(['scan', '--prefix', 'sk', '--prefix', 'rk', '--install-hook'], { cwd: directory, env }),
    ).toMatchObject({ code: 0 });
    expect(readFileSync(hook(), 'utf8')).toContain('--prefix sk --prefix rk');
    writeFileSync(hook(), '#!/bin/sh\nmake test\n');
    const refused = await scan(['--install-hook']);
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('latchkey scan --pushed "$1" --prefix sk || exit 1'),
    });
    expect(readFileSync(hook(), 'utf8')).toBe('#!/bin/sh\nmake test\n');
  });

  test('core.hooksPath is where it goes when that is set', async () => {
    await git('config', 'core.hooksPath', '.hooks');
    expect(await scan(['--install-hook'])).toMatchObject({ code: 0 });
    expect(readFileSync(join(directory, '.hooks/pre-push'), 'utf8')).toContain('latchkey scan --pushed');
  });

  test('something else on standard input than what git gives is refused', async () => {
    expect(await scan(['--pushed', 'origin'], 'nonsense\n')).toMatchObject({ code: 2 });
    expect(await scan(['--pushed', 'origin'], '')).toMatchObject({ code: 0 });
  });
});
