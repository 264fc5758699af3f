import { chmodSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { newKeySecret } from '../../src/key-format.ts';
import { type CommandResult, latchkey } from '../support/command-line.ts';
import { encode } from '../support/encode.ts';
import { Folder, newLeakedKey } from './repository.ts';

let folder: Folder;
const { token, masked } = newLeakedKey();
const lookalike = `${token.slice(0, -1)}${token.endsWith('x') ? 'y' : 'x'}`;

beforeEach(() => {
  folder = new Folder();
  return () => folder[Symbol.dispose]();
});

const scan = (parameters: string[] = [], input: string | Buffer = '') => folder.scan(parameters, { input });
const write = (path: string, content: string | Buffer) => folder.write(path, content);
const git = (...parameters: string[]) => folder.git(...parameters);
const commit = () => folder.commit();
/** Where tests run as root, nothing is locked for them: so it is done as somebody else. */
const scanAsNobody = () =>
  folder.scan([], {
    env: { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' },
    ...(process.getuid?.() === 0 && { uid: 65_534 }),
  });
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

  test('large files, keys across the parts that are read, UTF-16, and files that are no text', async () => {
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
      `program.bin:1:4: ${masked}`,
      `windows.txt:2:1: ${masked}`,
    ]);
  });

  test('standard input', async () => {
    expect(await scan(['-'], `one\n${token}`)).toMatchObject({ code: 1, stdout: `-:2:1: ${masked}\n` });
    expect(await scan(['-'], 'one\n')).toMatchObject({ code: 0 });
    for (const name of ['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'] as const) {
      const input = encode(`one\n${token}`, { name });
      expect(await scan(['-'], input)).toMatchObject({ code: 1, stdout: `-:2:1: ${masked}\n` });
    }
  });

  test('a bare repository, which has no files: the message names the remedy, which finds the key', async () => {
    write('a.env', token);
    await folder.init();
    await commit();
    await git('clone', '--quiet', '--bare', '.', '.git/bare.git');
    const scanBare = (...parameters: string[]) => folder.scan(parameters, { cwd: '.git/bare.git' });
    for (const answer of [await scanBare(), await scanBare('--diff')]) {
      expect(answer).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('latchkey scan --diff main'),
      });
    }
    expect(await scanBare('--diff', 'main')).toMatchObject({ code: 1 });
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

  test('names that are not UTF-8 or hold a key; links; nothing of them disturbs a terminal', async () => {
    const other = newLeakedKey();
    const odd = Buffer.concat([Buffer.from(`${folder.path}/caf`), Buffer.from([0xe9])]);
    writeFileSync(odd, token);
    write(`a\n\u001b[31mb.txt`, token);
    write(`${other.token}.txt`, 'x');
    symlinkSync(other.token, join(folder.path, 'link'));
    const expected = [
      `a\\n\\u001b[31mb.txt:1:1: ${masked}`,
      `caf\\xe9:1:1: ${masked}`,
      `link:1:1: ${other.masked}`,
      `${other.masked}.txt: ${other.masked} in the name`,
    ];
    expect(lines(await scan())).toEqual(expected.sort());
    // As git lists them.
    await folder.init();
    expect(lines(await scan())).toEqual(expected.sort());
  });

  test('a folder that cannot be read is named, and the exit code is 2', async () => {
    write('locked/a.env', 'x');
    write('b.env', token);
    chmodSync(folder.path, 0o755);
    chmodSync(join(folder.path, 'locked'), 0o000);
    for (const isRepository of [false, true]) {
      if (isRepository) await folder.init();
      const { code, stdout, stderr } = await scanAsNobody();
      expect([code, stdout]).toEqual([2, `b.env:1:1: ${masked}\n`]);
      expect(stderr).toMatch(/locked.*(EACCES|Permission denied)/);
    }
  });

  test('without a prefix and a configuration it says what to do; a wrong prefix is refused', async () => {
    const missing = await latchkey(['scan'], { cwd: folder.path, env: folder.env });
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('--prefix sk') });
    const wrong = await latchkey(['scan', '--prefix', 'SK_'], { cwd: folder.path, env: folder.env });
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('lowercase letters') });
    expect(await scan(['--staged', 'a.env'])).toMatchObject({
      code: 2,
      stderr: 'paths and --staged cannot be given together\n',
    });
  });

  test('the prefix is that of the configuration', async () => {
    const other = newKeySecret('acme', 'TEST').secret;
    write(
      'config.mjs',
      "export default { productName: 'Acme', keyPrefix: 'acme', resources: { a: { actions: { read: 'Read' } } } };",
    );
    write('a.env', `${token}\n${other}\n`);
    const { stdout } = await latchkey(['scan'], {
      cwd: folder.path,
      env: { ...folder.env, LATCHKEY_CONFIG: 'config.mjs' },
    });
    expect(stdout).toBe(`a.env:2:1: acme_test_…${other.slice(-4)}\n`);
  });
});

describe('a git repository', () => {
  beforeEach(() => folder.init());

  test('what .gitignore names is left out unless asked for by name; untracked files are not', async () => {
    write('.gitignore', 'dist/\n*.log\n');
    write('dist/a.js', token);
    write('debug.log', token);
    write('new.ts', token);
    write('sub/kept.ts', token);
    await git('add', 'sub');
    unlinkSync(join(folder.path, 'sub/kept.ts'));
    write('sub/other.ts', token);
    symlinkSync('new.ts', join(folder.path, 'link.ts'));
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
    await folder.run('git', ['merge', '--quiet', 'side']);
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

  test('in the repository of another owner git’s words are said, and nothing is scanned in its place', async () => {
    write('.gitignore', 'ignored/\n');
    write('ignored/a.env', token);
    folder.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'] = '1';
    for (const parameters of [[], ['--staged'], ['--install-hook']]) {
      expect(await scan(parameters)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('git config --global --add safe.directory'),
      });
    }
  });

  test('no attribute and no encoding hides what is staged or not committed, before a first commit too', async () => {
    write('.gitattributes', '* -diff\n');
    write('a.txt', token);
    write('b.txt', encode(token, { name: 'utf-16le' }));
    symlinkSync(token, join(folder.path, 'link'));
    const all = [`a.txt:1:1: ${masked}`, `b.txt:1:1: ${masked}`, `link:1:1: ${masked}`];
    expect(lines(await scan(['--diff']))).toEqual(all);
    await git('add', '--all');
    expect(lines(await scan(['--staged']))).toEqual(all);
    expect(lines(await scan(['--diff']))).toEqual(all);
  });

  test('--diff looks at files that git was told to overlook, at new ones, and from a folder within', async () => {
    for (const name of ['unchanged.ts', 'skipped.ts', 'absent.ts']) write(name, 'one\n');
    await commit();
    await git('update-index', '--assume-unchanged', 'unchanged.ts');
    await git('update-index', '--skip-worktree', 'skipped.ts', 'absent.ts');
    unlinkSync(join(folder.path, 'absent.ts'));
    for (const name of ['unchanged.ts', 'skipped.ts', 'sub/new.ts']) write(name, token);
    const { code, stdout } = await folder.scan(['--diff'], { cwd: 'sub' });
    expect([code, stdout.trim().split('\n').sort()]).toEqual([
      1,
      ['skipped.ts', 'sub/new.ts', 'unchanged.ts'].map((name) => `${name}:1:1: ${masked}`),
    ]);
  });

  test('what is staged of a file with conflicts is not known, and said so', async () => {
    write('a.ts', 'one\n');
    await commit();
    await git('checkout', '--quiet', '-b', 'side');
    write('a.ts', 'side\n');
    await commit();
    await git('checkout', '--quiet', 'main');
    write('a.ts', 'main\n');
    await commit();
    await folder.run('git', ['merge', '--quiet', 'side']);
    expect(await scan(['--staged'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^a\.ts: has conflicts/),
    });
    write('a.ts', `<<<<<<<\n${token}\n`);
    expect(await scan(['--diff'])).toMatchObject({ code: 1, stdout: `a.ts:2:1: ${masked}\n` });
  });

  test('a diff on standard input: with colors, without signs of empty lines, in UTF-16, with messages', async () => {
    write('a.ts', 'one\n\n\nfour\n');
    await commit();
    write('a.ts', `one\n\n\n${token}\nfour\n`);
    const settings = ['-c', 'diff.suppressBlankEmpty=true', '-c', 'color.ui=always'];
    const diff = `${await git(...settings, 'diff', 'HEAD')}\n`;
    const expected = { code: 1, stdout: `a.ts:4:1: ${masked}\n` };
    expect(await scan(['--diff', '-'], diff)).toMatchObject(expected);
    for (const name of ['utf-16le', 'utf-32be'] as const) {
      expect(await scan(['--diff', '-'], encode(`\uFEFF${diff}`, { name }))).toMatchObject(expected);
    }
    const other = newLeakedKey();
    const guilty = await folder.commit(`A message\n\n${other.token}`);
    const place = `in commit ${guilty.slice(0, 12)}`;
    expect(lines(await scan(['--diff', '-'], await git('log', '-p', '-1')))).toEqual([
      `-:7:5: ${other.masked} ${place}`,
      `a.ts:4:1: ${masked} ${place}`,
    ]);
  });

  test('what a diff on standard input does not show is named, and the exit code is 2', async () => {
    write('.gitattributes', '* -diff\n');
    write('a.ts', token);
    await git('add', '--all');
    for (const form of [[], ['--binary']]) {
      expect(await scan(['--diff', '-'], await git('diff', '--cached', ...form))).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^a\.ts: not scanned; .*git diff --text/m),
      });
    }
    expect(await scan(['--diff', '-'], await git('diff', '--cached', '--text'))).toMatchObject({ code: 1 });
  });

  test('outside a repository git says so, and the exit code is 2', async () => {
    rmSync(join(folder.path, '.git'), { recursive: true });
    expect(await scan(['--staged'])).toMatchObject({ code: 2 });
    expect(await scan(['--install-hook'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('not a git repository'),
    });
  });
});
