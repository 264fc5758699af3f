import { chmodSync, existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { latchkey } from '../support/command-line.ts';
import { Folder, newLeakedKey } from './repository.ts';

let repository: Folder;
beforeEach(async () => {
  repository = new Folder();
  await repository.init();
  return () => repository[Symbol.dispose]();
});

const install = (cwd?: string) => repository.scan(['--install-hook'], cwd === undefined ? {} : { cwd });
const file = (path: string) => join(repository.path, path);
const read = (path: string) => readFileSync(file(path), 'utf8');
const hook = '.git/hooks/pre-push';
const line = 'latchkey scan --pushed "$1" --prefix sk';

async function leak(path = 'leak.ts', folder = repository.path): Promise<string> {
  const { token, masked } = newLeakedKey();
  writeFileSync(join(folder, path), token);
  await repository.git('-C', folder, 'add', '--all');
  await repository.git('-C', folder, 'commit', '--quiet', '-m', 'Change');
  return masked;
}

describe('a push', () => {
  beforeEach(async () => {
    await repository.addRemote();
    repository.putLatchkeyOnPath();
    repository.write('a.ts', 'one\n');
    await repository.commit();
  });

  test('is let through when it is clean, and refused with a key, naming the place and not the key', async () => {
    expect(await install()).toMatchObject({ code: 0 });
    expect(await repository.push('origin', 'main')).toMatchObject({ isRefused: false });
    const { token, masked } = newLeakedKey();
    repository.write('b.ts', `\n${token}\n`);
    const guilty = await repository.commit();
    repository.write('b.ts', '\n');
    await repository.commit();
    const { isRefused, said } = await repository.push('origin', 'main');
    expect(isRefused).toBe(true);
    expect(said).toContain(`b.ts:2:1: ${masked} in commit ${guilty.slice(0, 12)}`);
    expect(said).not.toContain(token);
    expect(await repository.git('ls-remote', 'origin', 'main')).not.toContain(guilty);
  });

  test('is asked only about what the remote lacks; a new branch and a deletion too', async () => {
    const { token } = newLeakedKey();
    repository.write('old.ts', token);
    await repository.commit();
    expect(await repository.push('origin', 'main')).toMatchObject({ isRefused: false });
    await install();
    await repository.git('checkout', '--quiet', '-b', 'topic');
    repository.write('c.ts', 'clean\n');
    await repository.commit();
    expect(await repository.push('origin', 'topic')).toMatchObject({ isRefused: false });
    expect(await repository.push('origin', '--delete', 'topic')).toMatchObject({ isRefused: false });
    repository.write('c.ts', token);
    await repository.commit();
    expect(await repository.push('origin', 'topic')).toMatchObject({ isRefused: true });
  });

  test('from another worktree and through core.hooksPath of this repository', async () => {
    await install();
    await repository.git('worktree', 'add', '--quiet', '.git/tree with space', '-b', 'topic');
    const masked = await leak('leak.ts', file('.git/tree with space'));
    const pushed = await repository.run('git', ['push', 'origin', 'topic'], { cwd: '.git/tree with space' });
    expect([pushed.code === 0, pushed.stdout + pushed.stderr]).toEqual([
      false,
      expect.stringContaining(masked),
    ]);
    await repository.git('config', 'core.hooksPath', '.hooks');
    repository.write('sub/x', '');
    // Also from a folder within: git's path is one from the top.
    expect(await install('sub')).toMatchObject({ code: 0 });
    expect(read('.hooks/pre-push')).toContain(line);
    expect(await repository.push('origin', 'topic')).toMatchObject({ isRefused: true });
  });

  test('is refused without a latchkey on the PATH, by the program that wrote the hook', async () => {
    repository.env['PATH'] = process.env['PATH'];
    await install();
    const masked = await leak();
    expect(await repository.push('origin', 'main')).toEqual({
      isRefused: true,
      said: expect.stringContaining(masked),
    });
    // Written by a program that is gone since.
    writeFileSync(file(hook), read(hook).replaceAll(process.execPath, '/nonexistent/node'));
    expect(await repository.push('origin', 'main')).toEqual({
      isRefused: true,
      said: expect.stringContaining('nothing was scanned'),
    });
  });

  test('variables that npm left to a hook do not lead it elsewhere', async () => {
    await install();
    const masked = await leak();
    Object.assign(repository.env, { INIT_CWD: '/', npm_lifecycle_event: 'latchkey', npm_package_json: '/x' });
    expect((await repository.push('origin', 'main')).said).toContain(masked);
  });

  test('with husky 9: its files are written anew, and the hook is beside them', async () => {
    // The state in which husky 9 leaves a repository after `npm install`.
    const husky = () => {
      repository.write(
        '.husky/_/h',
        '#!/usr/bin/env sh\nn=$(basename "$0")\ns=$(dirname "$(dirname "$0")")/$n\n[ ! -f "$s" ] && exit 0\nsh -e "$s" "$@"\nexit $?\n',
      );
      repository.write('.husky/_/pre-push', '#!/usr/bin/env sh\n. "$(dirname "$0")/h"');
      repository.write('.husky/_/.gitignore', '*');
      chmodSync(file('.husky/_/pre-push'), 0o755);
    };
    husky();
    await repository.git('config', 'core.hooksPath', '.husky/_');
    expect(await install()).toMatchObject({ code: 0, stderr: expect.stringContaining('.husky/pre-push') });
    husky();
    const masked = await leak();
    expect((await repository.push('origin', 'main')).said).toContain(masked);
    // Others get this file too, so it names no program of this machine.
    expect(read('.husky/pre-push')).not.toContain(process.execPath);
    repository.write('.husky/pre-push', 'npm test\n');
    const refused = await install();
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(`.husky/pre-push exists`) });
    expect(refused.stderr).toContain(`${line} || exit 1`);
    repository.write('.husky/pre-push', `${line} || exit 1\nnpm test\n`);
    expect(await install()).toMatchObject({ code: 0, stderr: expect.stringContaining('scans already') });
  });
});

describe('the file', () => {
  test('installed again it is renewed; another’s hook, and ours that was changed, are never overwritten', async () => {
    await install();
    const more = ['scan', '--prefix', 'sk', '--prefix', 'rk', '--install-hook'];
    expect(await latchkey(more, { cwd: repository.path, env: repository.env })).toMatchObject({ code: 0 });
    expect(read(hook)).toContain('--prefix sk --prefix rk');
    for (const script of ['#!/bin/sh\nmake test\n', `${read(hook)}\n# more\n`]) {
      writeFileSync(file(hook), script);
      expect(await install()).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`${line} || exit 1`),
      });
      expect(read(hook)).toBe(script);
    }
    writeFileSync(file(hook), '#!/bin/sh\n# File generated by pre-commit: https://pre-commit.com\n');
    expect(await install()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('.pre-commit-config.yaml'),
    });
  });

  test('nothing is written where other repositories look for their hooks', async () => {
    using shared = new Folder();
    using home = new Folder();
    repository.env['HOME'] = home.path;
    await repository.git('config', '--global', 'core.hooksPath', shared.path);
    const refused = await install();
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('(core.hooksPath, global)') });
    expect(existsSync(join(shared.path, 'pre-push'))).toBe(false);
    // The remedy of the error works.
    const [, advice = ''] = refused.stderr.trim().split('\n');
    await repository.run('sh', ['-c', advice]);
    expect(await install()).toMatchObject({ code: 0 });
    expect(existsSync(file(hook))).toBe(true);
    // Set for this repository alone, but elsewhere; or somewhere else by a link.
    await repository.git('config', 'core.hooksPath', shared.path);
    expect(await install()).toMatchObject({ code: 2 });
    await repository.git('config', 'core.hooksPath', '.hooks');
    symlinkSync(shared.path, file('.hooks'));
    expect(await install()).toMatchObject({ code: 2 });
    await repository.git('config', 'core.hooksPath', '/dev/null');
    expect(await install()).toMatchObject({ code: 2 });
    expect(existsSync(join(shared.path, 'pre-push'))).toBe(false);
  });

  test('a global core.hooksPath that each repository reads for itself is no hindrance', async () => {
    using home = new Folder();
    repository.env['HOME'] = home.path;
    await repository.git('config', '--global', 'core.hooksPath', '.githooks');
    expect(await install()).toMatchObject({ code: 0 });
    expect(statSync(file('.githooks/pre-push')).mode & 0o111).toBe(0o111);
  });

  test('odd names of folders, and a place that cannot be written to', async () => {
    const name = `it's "odd" $HOME\tü`;
    await repository.git('init', '--quiet', name);
    expect(await install(name)).toMatchObject({ code: 0 });
    expect(read(`${name}/${hook}`)).toContain(line);
    await repository.git('config', 'core.hooksPath', '.git/x/y/z');
    repository.write('.git/x/y', 'a file where a folder should be');
    expect(await install()).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^--install-hook: .* cannot be/),
    });
  });

  test('outside a repository git says so', async () => {
    using folder = new Folder();
    expect(await folder.scan(['--install-hook'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('not a git repository'),
    });
  });
});

test('something else on standard input than what git gives is refused', async () => {
  expect(await repository.scan(['--pushed', 'origin'], { input: 'nonsense\n' })).toMatchObject({ code: 2 });
  expect(await repository.scan(['--pushed', 'origin'])).toMatchObject({ code: 0 });
});
