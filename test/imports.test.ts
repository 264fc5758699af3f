import { beforeAll, describe, expect, test } from 'vitest';
import { type Import, importsOf, reachableFrom, readSource, sourceFiles } from './support/imports.ts';

/* Imports point one way. This is the first rule of the structure of this code. */

let files: string[];
let imports: Import[];
let running: Import[];
beforeAll(async () => {
  files = await sourceFiles('src');
  imports = (await Promise.all(files.map(importsOf))).flat();
  running = imports.filter(({ typeOnly }) => !typeOnly);
});

/** `src/api-keys/…` → `api-keys`. A file directly under src keeps its own name. */
function folderOf(file: string): string {
  return file.split('/')[1] ?? file;
}

function isPackage(target: string): boolean {
  return !/^(node:|src\/|migrations\/|packages\/|\.)/.test(target);
}

/** `graphql-yoga/x` → `graphql-yoga`, `@pothos/core/x` → `@pothos/core`. */
function packageOf(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}

function isOurs({ to }: Import): boolean {
  return to.startsWith('src/');
}

function isGraphQL(file: string): boolean {
  return file.endsWith('.graphql.ts') || ['graphql', 'graphql-server'].includes(folderOf(file));
}

function isRest(file: string): boolean {
  return file.endsWith('.rest.ts');
}

function shown(found: readonly Import[]): string[] {
  return found.map(({ from, to }) => `${from} → ${to}`).toSorted();
}

test('this test finds imports of every kind', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(shown(imports)).toEqual(
    expect.arrayContaining([
      'src/api-keys/api-keys.ts → src/access/operation.ts',
      'src/api-keys/api-keys.graphql.ts → src/api-keys/api-key-type.graphql.ts',
    ]),
  );
  expect(
    imports
      .filter(isOurs)
      .filter(({ to }) => !files.includes(to))
      .map(({ to }) => to),
  ).toEqual([]);
  expect(running.length).toBeLessThan(imports.length);
});

describe('the layers', () => {
  /** Each folder or file on the left may import only those on the right, types included. */
  const bottom: Readonly<Record<string, readonly string[]>> = {
    lib: ['lib'],
    database: ['database', 'lib', 'start-error.ts'],
    scopes: ['scopes', 'lib'],
    config: ['config', 'lib', 'scopes', 'request-limit.ts', 'start-error.ts'],
    'request-limit.ts': [],
    'lifetime.ts': [],
    'errors.ts': [],
    'outcomes.ts': ['errors.ts'],
    'start-error.ts': [],
    'permissions.ts': ['members'],
    'input.ts': ['errors.ts', 'lib'],
    graphql: ['graphql', 'access', 'lib', 'errors.ts', 'outcomes.ts', 'permissions.ts'],
  };

  test.each(Object.entries(bottom))('%s imports nothing above it', (folder, allowed) => {
    const found = imports.filter(isOurs).filter(({ from }) => folderOf(from) === folder);
    // The GraphQL files of a domain stand above the domain.
    const own = found.filter(({ from }) => folder === 'graphql' || !from.endsWith('.graphql.ts'));
    expect(shown(own.filter(({ to }) => !allowed.includes(folderOf(to))))).toEqual([]);
  });

  test('no folders import each other in a circle: only interfaces, which stand above, look to every side', () => {
    const below = running
      .filter(isOurs)
      .filter(({ from, to }) => ![from, to].some((file) => isGraphQL(file) || isRest(file)));
    const above = new Map<string, Set<string>>();
    for (const { from, to } of below) {
      if (folderOf(from) === folderOf(to)) continue;
      above.set(folderOf(from), (above.get(folderOf(from)) ?? new Set()).add(folderOf(to)));
    }
    expect(above.size).toBeGreaterThan(15);
    // A folder that imports none of those left can be taken away; those of a circle stay.
    for (let left = above.size + 1; above.size < left; ) {
      left = above.size;
      for (const [folder, imported] of above) {
        if (![...imported].some((other) => above.has(other))) above.delete(folder);
      }
    }
    expect([...above.keys()].toSorted()).toEqual([]);
  });

  test('only GraphQL’s own files import GraphQL', () => {
    const isAllowed = ({ from }: Import) => isGraphQL(from) || from === 'src/app.ts';
    const found = running.filter(
      ({ to }) => isGraphQL(to) || /^(graphql|graphql-yoga|@pothos\/.*)$/.test(to),
    );
    expect(shown(found.filter((entry) => !isAllowed(entry)))).toEqual([]);
  });

  test('only the wiring imports the GraphQL server, because it stands above the domains', () => {
    const found = imports.filter(({ to }) => folderOf(to) === 'graphql-server');
    const above = found.filter(({ from }) => folderOf(from) !== 'graphql-server');
    expect(shown(above)).toEqual(['src/app.ts → src/graphql-server/graphql-route.ts']);
  });

  test('authentication imports no GraphQL', () => {
    const found = imports.filter(({ from, to }) => folderOf(from) === 'access' && isGraphQL(to));
    expect(shown(found)).toEqual([]);
  });

  test('only the wiring and other endpoints import endpoints', () => {
    const wiring = ['src/app.ts', 'src/endpoints.ts'];
    const found = running.filter(({ from, to }) => isRest(to) && !isRest(from) && !wiring.includes(from));
    expect(running.filter(({ to }) => isRest(to)).length).toBeGreaterThan(10);
    expect(shown(found)).toEqual([]);
  });

  test('http/ imports no domain', () => {
    const floor = [
      'http',
      'access',
      'database',
      'lib',
      'errors.ts',
      'outcomes.ts',
      'permissions.ts',
      'input.ts',
    ];
    const found = running.filter(isOurs).filter(({ from }) => folderOf(from) === 'http');
    expect(shown(found.filter(({ to }) => !floor.includes(folderOf(to))))).toEqual([]);
  });

  test('*.sql.ts imports no interface, no authorization and no wiring', () => {
    const found = running.filter(({ from, to }) => from.endsWith('.sql.ts') && to.startsWith('src/'));
    const forbidden = found.filter(
      ({ to }) =>
        isGraphQL(to) ||
        isRest(to) ||
        ['app.ts', 'process'].includes(folderOf(to)) ||
        to.endsWith('/authorize.ts'),
    );
    expect(shown(forbidden)).toEqual([]);
  });

  test('only *.sql.ts and database/ import Kysely', () => {
    const found = running.filter(({ to }) => to === 'kysely').map(({ from }) => from);
    const isAllowed = (from: string) => from.endsWith('.sql.ts') || folderOf(from) === 'database';
    expect(found.filter((from) => !isAllowed(from))).toEqual([]);
  });
});

describe('the domains', () => {
  // organizations ← members ← api-keys: a change of a key reads the rights of its caller again in its transaction.
  const below: Readonly<Record<string, readonly string[]>> = {
    organizations: ['members', 'api-keys', 'verification', 'tokens', 'usage', 'service-tokens'],
    members: ['api-keys', 'verification', 'tokens', 'usage'],
    'api-keys': ['verification', 'tokens', 'usage', 'users', 'service-tokens'],
  };

  test.each(Object.entries(below))('%s imports no code of the domains above it', (folder, above) => {
    // The REST files are exempt: they stand above all operations, and REST shows of a key what other domains know.
    const found = running.filter(({ from, to }) => folderOf(from) === folder && above.includes(folderOf(to)));
    expect(shown(found.filter(({ from }) => !isRest(from)))).toEqual([]);
  });

  /**
   * Files of statements that other domains import, each with its reason. Otherwise a domain calls the operations of
   * another domain, because operations check rights.
   */
  const sharedStatements: Readonly<Record<string, string>> = {
    'src/log/audit-entries.sql.ts': 'an audit reads all logs as they are stored; audit/ judges them',
    'src/log/event-lists.sql.ts':
      'every domain records events, so log/ stands below; events/ reads them for callers',
    'src/log/log-readers.sql.ts': 'events/ reads the log for callers',
    'src/log/personal-data.sql.ts':
      'members/ knows which events a person caused, log/ holds the data of them',
    'src/organizations/organizations.sql.ts':
      'other domains lock an organization in their own transactions when they count in it, and load it by id',
    'src/rate-limits/effective-limits.sql.ts': 'a piece of SQL text that decides which limit applies',
    'src/service-tokens/service-tokens.sql.ts':
      'the command line and GitHub are no actors, so they cannot call operations',
    'src/users/users.sql.ts': 'accepting an invitation creates the person in the same transaction',
  };

  test('a domain imports the statements of another domain only where this list says so', () => {
    const found = running.filter(
      ({ from, to }) =>
        to.endsWith('.sql.ts') && !['access', 'database', folderOf(from)].includes(folderOf(to)),
    );
    expect([...new Set(found.map(({ to }) => to))].toSorted()).toEqual(
      Object.keys(sharedStatements).toSorted(),
    );
  });

  test('verification imports no GraphQL and no Kysely, directly or indirectly', () => {
    const reached = reachableFrom('src/verification/verification.ts', imports);
    expect(reached.size).toBeGreaterThan(5);
    const forbidden = [...reached].filter(
      (name) => isGraphQL(name) || /^(kysely|graphql|fastify|@pothos\/.*)$/.test(name),
    );
    expect(forbidden).toEqual([]);
  });
});

describe('the SDK', () => {
  const isOfSdk = (path: string) => path.startsWith('packages/client/');

  test('imports nothing of the server', async () => {
    const found = (await Promise.all((await sourceFiles('packages/client/src')).map(importsOf))).flat();
    expect(found.length).toBeGreaterThan(50);
    expect(shown(found.filter(({ to }) => to.includes('/') && !isOfSdk(to)))).toEqual([]);
  });

  test('is imported by the command line only, which is a client of the service', () => {
    const users = running.filter(({ to }) => isOfSdk(to)).map(({ from }) => folderOf(from));
    expect([...new Set(users)]).toEqual(['cli']);
  });
});

test.each([
  ['the server', 'package.json', ['src', 'migrations']],
  ['the SDK', 'packages/client/package.json', ['packages/client/src']],
])('%s imports only packages that are installed with it', async (_name, description, folders) => {
  const { dependencies, peerDependencies = {} } = JSON.parse(await readSource(description));
  const installed = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
  const sources = (await Promise.all(folders.map(sourceFiles))).flat();
  const found = (await Promise.all(sources.map(importsOf))).flat().filter(({ to }) => isPackage(to));
  expect(found.length).toBeGreaterThan(0);
  expect(shown(found.filter(({ to }) => !installed.includes(packageOf(to))))).toEqual([]);
});

test('migrations import nothing of src but how an index is built, so a landed migration never changes', async () => {
  const found = (await Promise.all((await sourceFiles('migrations')).map(importsOf))).flat();
  expect(new Set(found.map(({ to }) => to))).toEqual(new Set(['kysely', 'src/database/build-index.ts']));
});

test('the program imports no test, script or migration', () => {
  expect(shown(imports.filter(({ to }) => /^(test|scripts|bench|examples|migrations)\//.test(to)))).toEqual(
    [],
  );
});

test('there are no barrels: each import names the file that defines it', async () => {
  expect(files.filter((file) => /(^|\/)index\.tsx?$/.test(file))).toEqual([]);
  const sources = await Promise.all(files.map(async (file) => [file, await readSource(file)] as const));
  expect(sources.filter(([, text]) => /^export \* from/m.test(text)).map(([file]) => file)).toEqual([]);
});

test('no files import each other in a circle', () => {
  const between = new Map(
    files.map((file) => [file, running.filter(({ from }) => from === file).map(({ to }) => to)]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (path.includes(file) || done.has(file)) return;
    for (const next of between.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});
