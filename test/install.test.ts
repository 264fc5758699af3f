import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TemporaryDirectory, temporaryDirectory } from './support/temporary-directory.ts';

/* scripts/install.mjs, in a small project whose one package, a development dependency, is a file beside it. */

let project: TemporaryDirectory;
beforeEach(async () => {
  project = await temporaryDirectory('install');
  await mkdir(join(project.path, 'scripts'));
  await cp(new URL('../scripts/install.mjs', import.meta.url), join(project.path, 'scripts', 'install.mjs'));
  await mkdir(join(project.path, 'needed'));
  await write('needed/package.json', { name: 'needed', version: '1.2.3', bin: { needed: 'needed.js' } });
  await writeFile(join(project.path, 'needed', 'needed.js'), '');
  await promisify(execFile)('npm', ['pack', './needed'], { cwd: project.path });
  await write('package.json', {
    name: 'project',
    version: '1.0.0',
    devDependencies: { needed: 'file:needed-1.2.3.tgz' },
  });
  await promisify(execFile)('npm', ['install', '--package-lock-only'], { cwd: project.path });
});
afterEach(() => project.remove());

async function write(path: string, value: object): Promise<void> {
  await writeFile(join(project.path, path), JSON.stringify(value));
}

async function install(environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['scripts/install.mjs'], {
    cwd: project.path,
    // A cache of its own: npm takes a package from there without looking at the file.
    env: { PATH: process.env['PATH'], npm_config_cache: join(project.path, 'cache'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  await once(child, 'close');
  return { code: child.exitCode, output };
}

function exists(path: string): Promise<boolean> {
  return access(join(project.path, path)).then(
    () => true,
    () => false,
  );
}

const stamp = 'node_modules/.latchkey-installed';

test.each<[string, Record<string, string>]>([
  ['nothing in particular', {}],
  ['production', { NODE_ENV: 'production' }],
  ['no development and no optional packages', { npm_config_omit: 'dev optional' }],
  ['no scripts, no links to programs and no lock file', noScriptsNoLinks()],
])(
  'what is needed is installed with npm set to %s, and is not installed again',
  async (_setting, environment) => {
    expect(await install(environment)).toMatchObject({ code: 0 });
    expect(await exists('node_modules/needed/needed.js')).toBe(true);
    expect(await exists('node_modules/.bin/needed')).toBe(true);
    expect(await exists(stamp)).toBe(true);
    expect(await install(environment)).toEqual({ code: 0, output: '' });
  },
);

function noScriptsNoLinks(): Record<string, string> {
  return {
    npm_config_ignore_scripts: 'true',
    npm_config_bin_links: 'false',
    npm_config_package_lock: 'false',
  };
}

test('a package that is not the one of the lock file is refused, and the next run installs', async () => {
  const tarball = join(project.path, 'needed-1.2.3.tgz');
  const genuine = await readFile(tarball);
  await write('needed/package.json', { name: 'needed', version: '1.2.3', bin: { needed: 'other.js' } });
  await promisify(execFile)('npm', ['pack', './needed'], { cwd: project.path });
  const refused = await install();
  expect(refused.code).toBe(1);
  expect(refused.output).toContain('EINTEGRITY');
  expect(refused.output).toMatch(/\nnpm could not install the packages \(see above\)\. [^\n]+\n$/);
  expect(refused.output).not.toMatch(/\n +at /);
  expect(await exists(stamp)).toBe(false);
  await writeFile(tarball, genuine);
  expect(await install()).toMatchObject({ code: 0 });
  expect(await exists(stamp)).toBe(true);
});

test('what somebody else has installed is taken as it is; what is not complete is completed', async () => {
  await promisify(execFile)('npm', ['ci'], { cwd: project.path });
  expect(await install({ PATH: pathWithoutNpm() })).toEqual({ code: 0, output: '' });
  await rm(join(project.path, 'node_modules'), { recursive: true });
  const withoutNpm = await install({ PATH: pathWithoutNpm() });
  expect([withoutNpm.code, withoutNpm.output]).toEqual([1, expect.stringMatching(/npm cannot be run/)]);
  expect(await install()).toMatchObject({ code: 0 });
});

function pathWithoutNpm(): string {
  return join(process.execPath, '..');
}
