import { beforeAll, describe, expect, test } from 'vitest';
import { type Import, importsOf, reachableFrom, readSource, sourceFiles } from './support/imports.ts';

/* Imports point one way; docs and design call it the first rule of this code's structure. */

let files: string[];
let imports: Import[];
let running: Import[];
beforeAll(async () => {
  files = await sourceFiles('src');
  imports = (await Promise.all(files.map(importsOf))).flat();
  running = imports.filter(({ typeOnly }) => !typeOnly);
});

/** `src/api-keys/…` → `api-keys`; files right under src are called by their own name. */
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

test('this test reads the imports: it finds some of every kind', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(shown(imports)).toEqual(
    expect.arrayContaining([
      'src/api-keys/api-keys.ts → src/access/operation.ts',
      'src/api-keys/api-keys.graphql.ts → src/api-keys/api-keys.errors.graphql.ts',
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
  /** Folders and files that may be imported, types included, from the folders on the left. */
  const bottom: Readonly<Record<string, readonly string[]>> = {
    lib: ['lib'],
    database: ['database', 'lib', 'start-error.ts'],
    scopes: ['scopes', 'lib'],
    config: ['config', 'lib', 'scopes', 'start-error.ts'],
    'errors.ts': [],
    'start-error.ts': [],
    'permissions.ts': ['members'],
    'input.ts': ['errors.ts', 'lib'],
    graphql: ['graphql', 'access', 'lib', 'errors.ts', 'permissions.ts'],
  };

  test.each(Object.entries(bottom))('%s imports nothing above it', (folder, allowed) => {
    const found = imports.filter(isOurs).filter(({ from }) => folderOf(from) === folder);
    // An interface of a domain stands above the domain.
    const own = found.filter(({ from }) => folder === 'graphql' || !from.endsWith('.graphql.ts'));
    expect(shown(own.filter(({ to }) => !allowed.includes(folderOf(to))))).toEqual([]);
  });

  test('only GraphQL’s own files import GraphQL', () => {
    const isAllowed = ({ from }: Import) => isGraphQL(from) || from === 'src/app.ts';
    const found = running.filter(
      ({ to }) => isGraphQL(to) || /^(graphql|graphql-yoga|@pothos\/.*)$/.test(to),
    );
    expect(shown(found.filter((entry) => !isAllowed(entry)))).toEqual([]);
  });

  test('the GraphQL server stands above the domains: only the wiring imports it', () => {
    const found = imports.filter(({ to }) => folderOf(to) === 'graphql-server');
    const above = found.filter(({ from }) => folderOf(from) !== 'graphql-server');
    expect(shown(above)).toEqual(['src/app.ts → src/graphql-server/graphql-route.ts']);
  });

  test('who asks is found out without GraphQL', () => {
    const found = imports.filter(({ from, to }) => folderOf(from) === 'access' && isGraphQL(to));
    expect(shown(found)).toEqual([]);
  });

  test('only the wiring and other endpoints import endpoints', () => {
    const wiring = ['src/app.ts', 'src/endpoints.ts'];
    const found = running.filter(({ from, to }) => isRest(to) && !isRest(from) && !wiring.includes(from));
    expect(running.filter(({ to }) => isRest(to)).length).toBeGreaterThan(10);
    expect(shown(found)).toEqual([]);
  });

  test('what HTTP needs of every domain knows none of them', () => {
    const floor = ['http', 'access', 'database', 'lib', 'errors.ts', 'permissions.ts', 'input.ts'];
    const found = running.filter(isOurs).filter(({ from }) => folderOf(from) === 'http');
    expect(shown(found.filter(({ to }) => !floor.includes(folderOf(to))))).toEqual([]);
  });

  test('statements know no rights, no interface and no operation: *.sql.ts imports tables, values and errors', () => {
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

  test('Kysely is met in *.sql.ts and in the database’s own folder alone', () => {
    const found = running.filter(({ to }) => to === 'kysely').map(({ from }) => from);
    const isAllowed = (from: string) => from.endsWith('.sql.ts') || folderOf(from) === 'database';
    expect(found.filter((from) => !isAllowed(from))).toEqual([]);
  });
});

describe('the domains', () => {
  // organizations ← members ← api-keys: who changes keys is asked about again in the same transaction.
  const below: Readonly<Record<string, readonly string[]>> = {
    organizations: ['members', 'api-keys', 'verification', 'tokens', 'usage', 'service-tokens'],
    members: ['api-keys', 'verification', 'tokens', 'usage'],
    'api-keys': ['verification', 'tokens', 'usage', 'users', 'service-tokens'],
  };

  test.each(Object.entries(below))('%s runs nothing of those that build on it', (folder, above) => {
    // Interfaces stand above all operations: what REST shows of a key is also what others know of it.
    const found = running.filter(({ from, to }) => folderOf(from) === folder && above.includes(folderOf(to)));
    expect(shown(found.filter(({ from }) => !isRest(from)))).toEqual([]);
  });

  /**
   * Statements that other domains run themselves, each with its reason. Everything else of another
   * domain goes through its operations, which check rights.
   */
  const sharedStatements: Readonly<Record<string, string>> = {
    'src/organizations/organizations.sql.ts':
      'the lock that whatever counts within an organization takes inside its own transaction, and loading by id',
    'src/rate-limits/effective-limits.sql.ts':
      'a piece of SQL text, the one definition of which limit applies',
    'src/service-tokens/service-tokens.sql.ts':
      'the command line is no actor, so no operation would let it; nor is a reporter that no token proves',
    'src/users/users.sql.ts': 'who accepts an invitation becomes a person in the same transaction',
  };

  test('a domain runs another’s statements only where that is written down here', () => {
    const found = running.filter(
      ({ from, to }) =>
        to.endsWith('.sql.ts') && !['access', 'database', folderOf(from)].includes(folderOf(to)),
    );
    expect([...new Set(found.map(({ to }) => to))].toSorted()).toEqual(
      Object.keys(sharedStatements).toSorted(),
    );
  });

  test('verification runs without GraphQL and Kysely, whatever leads there', () => {
    const reached = reachableFrom('src/verification/verification.ts', imports);
    expect(reached.size).toBeGreaterThan(5);
    const forbidden = [...reached].filter(
      (name) => isGraphQL(name) || /^(kysely|graphql|fastify|@pothos\/.*)$/.test(name),
    );
    expect(forbidden).toEqual([]);
  });
});

describe('the SDK, a package of its own', () => {
  const isOfSdk = (path: string) => path.startsWith('packages/client/');

  test('imports nothing of the server', async () => {
    const found = (await Promise.all((await sourceFiles('packages/client/src')).map(importsOf))).flat();
    expect(found.length).toBeGreaterThan(50);
    expect(shown(found.filter(({ to }) => to.includes('/') && !isOfSdk(to)))).toEqual([]);
  });

  test('is run by the commands on keys alone: they are a client of the service like any other', () => {
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

test('migrations import nothing of src: what they did once stays as it was', async () => {
  const found = (await Promise.all((await sourceFiles('migrations')).map(importsOf))).flat();
  expect([...new Set(found.map(({ to }) => to))]).toEqual(['kysely']);
});

test('the program imports no test, script or migration', () => {
  expect(shown(imports.filter(({ to }) => /^(test|scripts|bench|examples|migrations)\//.test(to)))).toEqual(
    [],
  );
});

test('there are no barrels: what is imported stands in the file that is named', async () => {
  expect(files.filter((file) => /(^|\/)index\.tsx?$/.test(file))).toEqual([]);
  const sources = await Promise.all(files.map(async (file) => [file, await readSource(file)] as const));
  expect(sources.filter(([, text]) => /^export \* from/m.test(text)).map(([file]) => file)).toEqual([]);
});

test('no file is loaded in a circle', () => {
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
