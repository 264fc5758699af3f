import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = ['README.md', 'docs/recipes.md', 'packages/client/README.md'];

/** The settings of another project, with both packages taken from their sources. */
const settings = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    target: 'es2022',
    module: 'nodenext',
    types: ['node'],
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    paths: {
      latchkey: [join(root, 'src/process/create-latchkey.ts')],
      'latchkey/config': [join(root, 'src/config/define-config.ts')],
      '@latchkey/client': [join(root, 'packages/client/src/client.ts')],
    },
    lib: ['es2025', 'esnext.disposable'],
  },
};

/** The blocks of TypeScript, as files named by page and line. */
async function samples(): Promise<{ name: string; text: string }[]> {
  const found = pages.map(async (page) => {
    const text = await readFile(join(root, page), 'utf8');
    return Array.from(text.matchAll(/^```(?:ts|js)\n([\s\S]*?)^```/gm), ({ 1: sample = '', index }) => ({
      name: `${page.replaceAll('/', '-')}-${text.slice(0, index).split('\n').length}.ts`,
      text: sample,
    }));
  });
  return (await Promise.all(found)).flat();
}

test('every sample in the README and in the recipes compiles under strict, as it stands', async () => {
  const directory = await temporaryDirectory('samples');
  const { path } = directory;
  const files = await samples();
  expect(files.length).toBeGreaterThanOrEqual(15);
  await mkdir(join(path, 'samples'));
  await symlink(join(root, 'node_modules'), join(path, 'node_modules'));
  await writeFile(join(path, 'package.json'), '{ "type": "module" }');
  await writeFile(join(path, 'tsconfig.json'), JSON.stringify({ ...settings, include: ['samples'] }));
  await copyFile(join(root, 'examples/scope/latchkey.config.ts'), join(path, 'samples/latchkey.config.ts'));
  for (const { name, text } of files) await writeFile(join(path, 'samples', name), text);
  const compiler = join(root, 'node_modules/.bin/tsc');
  const { stdout } = await promisify(execFile)(compiler, ['--project', path], { cwd: path }).catch(
    (error: unknown) => Object(error),
  );
  expect(stdout).toBe('');
  await directory.remove();
});
