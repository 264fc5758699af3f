import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encode } from '../support/encode.ts';
import { Folder, type LeakedKey, newLeakedKey } from './repository.ts';

/* Real pushes to a bare repository, through the hook that --install-hook wrote. */

let repository: Folder;
const create = async () => {
  repository = new Folder();
  await repository.init();
  await repository.addRemote();
  repository.putLatchkeyOnPath();
  repository.write('a.ts', 'one\n');
  await repository.commit();
  expect(await repository.scan(['--install-hook'])).toMatchObject({ code: 0 });
  expect(await repository.push('origin', 'main')).toMatchObject({ isRefused: false });
};
const remove = () => repository[Symbol.dispose]();

const utf16 = (text: string, order: 'le' | 'be') => encode(text, { name: `utf-16${order}` });
const utf32 = (text: string, order: 'le' | 'be') => encode(text, { name: `utf-32${order}` });

async function expectRefused(keys: readonly LeakedKey[], ...parameters: string[]): Promise<string> {
  const { isRefused, said } = await repository.push('origin', ...parameters);
  expect(isRefused).toBe(true);
  for (const { token, masked } of keys) {
    expect(said).toContain(masked);
    expect(said).not.toContain(token);
  }
  return said;
}

describe('the content of files', () => {
  beforeAll(create);
  afterAll(remove);

  test('no attribute and no encoding hides a key', async () => {
    const files: [name: string, content: (token: string) => string | Buffer][] = [
      ['minus-diff.txt', (token) => `${token}\n`],
      ['binary.txt', (token) => `${token}\n`],
      ['textconv.txt', (token) => `${token}\n`],
      ['working-tree-encoding.txt', (token) => utf16(`${token}\n`, 'le')],
      ['filtered.txt', (token) => `${token}\n`],
      ['ident.txt', (token) => `$Id$ ${token}\r\n`],
      ['export-ignored.txt', (token) => `${token}\n`],
      ['with-zeros.bin', (token) => Buffer.concat([Buffer.alloc(9000), Buffer.from(token)])],
      ['utf-16le.txt', (token) => utf16(`one\r\n${token}\r\n`, 'le')],
      ['utf-16be.txt', (token) => utf16(`one\r\n${token}\r\n`, 'be')],
      ['utf-16-marked.txt', (token) => utf16(`\uFEFF${token}`, 'be')],
      ['utf-32le.txt', (token) => utf32(`one\n${token}`, 'le')],
      ['utf-32be.txt', (token) => utf32(`one\n${token}`, 'be')],
      ['odd.bin', (token) => Buffer.concat([Buffer.from('abc'), utf16(token, 'le'), Buffer.from([1])])],
      ['large.log', (token) => `${'x'.repeat(99)}\n`.repeat(60_000) + token],
      ['no-end-of-line', (token) => token],
      ['dir with space/quo"te\tü', (token) => token],
      ['-rf', (token) => token],
    ];
    const keys = files.map(newLeakedKey);
    const attributes =
      'minus-diff.txt -diff\nbinary.txt binary\ntextconv.txt diff=hide\nworking-tree-encoding.txt text working-tree-encoding=UTF-16LE\nfiltered.txt filter=hide\nident.txt ident eol=crlf\nexport-ignored.txt export-ignore -text\n';
    await repository.git('config', 'diff.hide.textconv', 'true');
    await repository.git('config', 'diff.hide.binary', 'true');
    // Only on the way out of the repository: what is stored holds the key.
    await repository.git('config', 'filter.hide.smudge', 'true');
    repository.write('.gitattributes', attributes);
    files.forEach(([name, content], index) => {
      repository.write(name, content(keys[index]?.token ?? ''));
    });
    symlinkSync(newLeakedKeyInto(keys), join(repository.path, 'link'));
    await repository.commit();
    const said = await expectRefused(keys, 'main');
    for (const [name] of files) expect(said).toContain(`${name}:`);
    expect(said).toMatch(/^utf-16be\.txt:2:1: /m);
    expect(said).toMatch(/^utf-32le\.txt:2:1: /m);
    expect(said).toMatch(/^utf-16-marked\.txt:1:1: /m);
    expect(said).toMatch(/^large\.log:60001:1: /m);
    expect(said).toMatch(/^link:1:5: /m);
  });
});

describe('the settings of a user', () => {
  beforeAll(async () => {
    await create();
    repository.write('minus-diff.txt', newLeakedKey().token);
    repository.write('.gitattributes', '*.txt -diff\n');
    await repository.commit();
  });
  afterAll(remove);

  /** As `git -c` passes them on to the hook. */
  test.each([
    'log.showRoot=false',
    'diff.relative=true',
    'diff.suppressBlankEmpty=true',
    'diff.external=true',
    'diff.noprefix=true',
    'diff.ignoreSubmodules=all',
    'diff.orderFile=/nonexistent',
    'diff.renames=copies',
    'diff.wsErrorHighlight=all',
    'color.ui=always',
    'core.attributesFile=.gitattributes',
    'core.bigFileThreshold=1',
    'core.quotePath=true',
    'i18n.logOutputEncoding=UTF-16',
    'i18n.commitEncoding=ISO-8859-1',
    'format.pretty=oneline',
    'log.diffMerges=off',
  ])('%s hides no key', async (setting) => {
    const { code, stdout, stderr } = await repository.run('git', ['-c', setting, 'push', 'origin', 'main']);
    expect([code === 0, stdout + stderr]).toEqual([false, expect.stringContaining('minus-diff.txt:1:1: ')]);
  });
});

function newLeakedKeyInto(keys: LeakedKey[]): string {
  const key = newLeakedKey();
  keys.push(key);
  return `/to/${key.token}`;
}

describe('everything else that is published', () => {
  beforeEach(async () => {
    await create();
    return remove;
  });

  test('messages, people, notes, and the names of files, folders, branches and tags', async () => {
    const [message, author, note, file, folder, empty] = Array.from({ length: 6 }, newLeakedKey);
    if (!message || !author || !note || !file || !folder || !empty) throw new Error('six keys');
    await repository.commit(`One\n\nKEY=${message.token}`);
    await repository.git('commit', '--quiet', '--allow-empty', '-m', 'x', `--author=${author.token} <a@b>`);
    await repository.git('notes', 'add', '-m', note.token);
    repository.write(`names/${file.token}`, 'x\n');
    repository.write(`names/${folder.token}/x`, 'x\n');
    await repository.commit();
    // A folder without files, which only plumbing can make.
    const nothing = await repository.object('tree', '');
    const tree = `040000 tree ${nothing}\t${empty.token}\n`;
    const withFolder = (await repository.run('git', ['mktree'], { input: tree })).stdout.trim();
    await repository.git(
      'update-ref',
      'refs/heads/folder',
      await repository.git('commit-tree', withFolder, '-m', 'x'),
    );
    const said = await expectRefused(
      [message, author, note, file, folder, empty],
      'main',
      'folder',
      'refs/notes/commits',
    );
    expect(said).toContain(`names/${file.masked}: ${file.masked} in the name in commit `);
    const [branch, tag] = [newLeakedKey(), newLeakedKey()];
    await repository.git('reset', '--quiet', '--hard', 'origin/main');
    await expectRefused([branch], `main:refs/heads/${branch.token}`);
    await expectRefused([tag], `main:refs/tags/${tag.token}`);
  });

  test('tags, of whatever they are: their messages, and files and folders that are in no commit', async () => {
    const keys = Array.from({ length: 4 }, newLeakedKey);
    const [message, blob, tree, plain] = keys;
    if (!message || !blob || !tree || !plain) throw new Error('four keys');
    await repository.git('tag', '-a', 'v1', '-m', `Release ${message.token}`);
    await repository.git('tag', '-a', 'nested', '-m', 'x', 'v1');
    await repository.git('tag', '-a', 'of-blob', '-m', 'x', await repository.object('blob', blob.token));
    const file = await repository.object('blob', 'x');
    const listing = `100644 blob ${file}\t${tree.token}\n`;
    const treeName = (await repository.run('git', ['mktree'], { input: listing })).stdout.trim();
    await repository.git('tag', '-a', 'of-tree', '-m', 'x', treeName);
    await repository.git('update-ref', 'refs/tags/plain', await repository.object('blob', plain.token));
    await expectRefused([message], 'nested');
    await expectRefused([blob], 'of-blob');
    await expectRefused([tree], 'of-tree');
    await expectRefused([plain], 'plain');
    await expectRefused(keys, '--tags');
  });

  test('a first commit of another history; what only a merge adds; what a later commit removes', async () => {
    const [root, merge, removed] = [newLeakedKey(), newLeakedKey(), newLeakedKey()];
    await repository.git('checkout', '--quiet', '--orphan', 'other');
    repository.write('root.txt', root.token);
    await repository.commit();
    await expectRefused([root], 'other');
    await repository.git('checkout', '--quiet', 'main');
    await repository.git('checkout', '--quiet', '-b', 'side');
    repository.write('side.ts', 'side\n');
    await repository.commit();
    await repository.git('checkout', '--quiet', 'main');
    repository.write('main.ts', 'main\n');
    await repository.commit();
    await repository.git('merge', '--quiet', '--no-commit', 'side');
    repository.write('evil.ts', merge.token);
    await repository.commit();
    repository.write('removed.ts', removed.token);
    await repository.commit();
    await repository.git('rm', '--quiet', 'removed.ts');
    await repository.commit();
    await expectRefused([merge, removed], 'main');
  });

  test('neither replacements nor grafts show other objects than those that are sent', async () => {
    const [inFile, inParent] = [newLeakedKey(), newLeakedKey()];
    repository.write('parent.ts', inParent.token);
    const parent = await repository.commit();
    repository.write('parent.ts', 'clean\n');
    repository.write('file.ts', inFile.token);
    const child = await repository.commit();
    const harmless = await repository.object('blob', 'harmless\n');
    await repository.git('replace', await repository.git('rev-parse', 'HEAD:file.ts'), harmless);
    await repository.git('replace', '--graft', child, `${parent}^`);
    repository.write('.git/info/grafts', `${child}\n`);
    await expectRefused([inFile, inParent], 'main:topic');
  });

  test('keys in UTF-16 in what is no file, where git would take it for the end of the text', async () => {
    const key = newLeakedKey();
    const head = await repository.git('rev-parse', 'HEAD');
    const fields = `object ${head}\ntype commit\ntag v1\ntagger T <t@e> 1 +0000\n\n`;
    const content = Buffer.concat([Buffer.from(fields), utf16(key.token, 'le')]);
    await repository.git('update-ref', 'refs/tags/v1', await repository.object('tag', content));
    await expectRefused([key], 'v1');
  });
});

describe('what the remote has', () => {
  beforeEach(async () => {
    await create();
    return remove;
  });
  const publish = async (content: string) => {
    repository.write('old.ts', content);
    await repository.commit();
    await repository.git('push', '--quiet', '--no-verify', 'origin', 'main');
  };

  test('a key that was published before lets its file be edited, moved and merged', async () => {
    const { token } = newLeakedKey();
    await publish(`one\n${token}\nthree\n`);
    repository.write('old.ts', `changed\n${token}\n`);
    await repository.commit();
    expect(await repository.push('origin', 'main')).toMatchObject({ isRefused: false });
    await repository.git('mv', 'old.ts', 'moved.ts');
    repository.write('moved.ts', `moved and changed\n${token}\n`);
    await repository.commit();
    expect(await repository.push('origin', 'main')).toMatchObject({ isRefused: false });
    await repository.git('checkout', '--quiet', '-b', 'topic', 'main~1');
    await repository.git('merge', '--quiet', 'main');
    expect(await repository.push('origin', 'topic')).toMatchObject({ isRefused: false });
  });

  test('a copy of it is refused, in a new file and in the same', async () => {
    const key = newLeakedKey();
    await publish(`${key.token}\n`);
    repository.write('copy.ts', `${key.token}\n`);
    await repository.commit();
    await expectRefused([key], 'main');
    await repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    repository.write('old.ts', `${key.token}\n${key.token}\n`);
    await repository.commit();
    await expectRefused([key], 'main');
  });

  test('what was fetched under the remote’s name from another address is not taken for its own', async () => {
    const key = newLeakedKey();
    await publish(key.token);
    await repository.git('init', '--quiet', '--bare', '.git/public.git');
    await repository.git('remote', 'set-url', 'origin', join(repository.path, '.git/public.git'));
    await expectRefused([key], 'main:topic');
    // By its address alone, and through a shallow clone, whose oldest commit brings all its files.
    const clone = join(repository.path, '.git/shallow');
    await repository.git(
      'clone',
      '--quiet',
      '--depth=1',
      '--branch=main',
      `file://${join(repository.path, '.git/origin.git')}`,
      clone,
    );
    expect(await repository.scan(['--install-hook'], { cwd: '.git/shallow' })).toMatchObject({ code: 0 });
    const pushed = await repository.run('git', ['push', join(repository.path, '.git/public.git'), 'main'], {
      cwd: '.git/shallow',
    });
    expect(pushed.stdout + pushed.stderr).toContain(`old.ts:1:1: ${key.masked}`);
    expect(pushed.code).not.toBe(0);
  });

  test('what stands for a branch can hold spaces; many references and a mirror are one look', async () => {
    const key = newLeakedKey();
    repository.write('b.ts', key.token);
    await repository.commit('a message with spaces');
    await expectRefused([key], ':/a message with spaces:refs/heads/topic');
    for (const name of ['x', 'y', 'z']) await repository.git('branch', name);
    await expectRefused([key], '--all');
    await expectRefused([key], '--mirror');
    await repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    for (const name of ['x', 'y', 'z']) await repository.git('branch', '--force', name);
    expect(await repository.push('origin', '--all')).toMatchObject({ isRefused: false });
  });
});
