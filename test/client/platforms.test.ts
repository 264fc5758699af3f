import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { EdgeVM } from '@edge-runtime/vm';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';

const folder = resolve(import.meta.dirname, '../../packages/client/src');

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** Every module that `client.ts` reaches, with what each imports. */
function moduleGraph(): Map<string, string[]> {
  const graph = new Map<string, string[]>();
  const visit = (file: string): void => {
    if (graph.has(file)) return;
    const source = readFileSync(file, 'utf8');
    const imports = [...source.matchAll(/(?:from|import\(|^import)\s*'([^']+)'/gm)].map(
      ([, name]) => name ?? '',
    );
    graph.set(file, imports);
    for (const name of imports.filter((each) => each.startsWith('.'))) visit(resolve(dirname(file), name));
  };
  visit(resolve(folder, 'client.ts'));
  return graph;
}

test('the SDK imports nothing of the server, of Node, and of other packages but jose', () => {
  const graph = moduleGraph();
  const outside = [...graph.keys()].filter((file) => relative(folder, file).startsWith('..'));
  const packages = [...graph.values()].flat().filter((name) => !name.startsWith('.'));
  expect(outside).toEqual([]);
  expect([...new Set(packages)]).toEqual(['jose']);
  expect(graph.size).toBeGreaterThan(25);
});

test('jose is loaded by nobody but who checks tokens offline', () => {
  const statically = [...moduleGraph().keys()].filter((file) =>
    /^import (?!type)[^;]*'jose'/m.test(readFileSync(file, 'utf8')),
  );
  expect(statically).toEqual([]);
});

/** The SDK as one script for a place that has neither modules nor Node. */
async function bundle(program: string): Promise<string> {
  const entry = '\0program';
  const bundled = await rolldown({
    input: entry,
    platform: 'browser',
    plugins: [
      {
        name: 'program',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? program : null),
      },
    ],
  });
  const { output } = await bundled.generate({ format: 'iife', name: 'program', codeSplitting: false });
  return output[0].code;
}

test('in an edge runtime it verifies, guards a handler, exchanges tokens and checks them offline', async () => {
  const { addKey, owner } = await seedOrganization(app);
  const key = await addKey({ scopes: ['invoices:read'] });
  const code = await bundle(`
    import { fetchApiKey, Latchkey, OfflineVerifier, TokenSource, Verifier } from ${JSON.stringify(`${folder}/client.ts`)};
    export async function run({ url, serviceToken, credential, id, secret }) {
      const latchkey = new Latchkey({ url, credential });
      const listed = await latchkey.apiKeys.list().all();
      const tokens = new TokenSource({ url, apiKey: id, apiSecret: secret });
      const token = await tokens.token();
      tokens.stop();
      const offline = new OfflineVerifier({ url });
      const guarded = fetchApiKey(
        new Verifier({ url, serviceToken, offline }),
        { scopes: ['invoices:read'] },
        (_request, apiKey) => Response.json(apiKey.keyId),
      );
      const answers = [];
      for (const authorization of ['Bearer ' + secret, 'Bearer ' + token, 'Bearer nonsense']) {
        const response = await guarded(new Request('https://api.example.com/', { headers: { authorization } }));
        answers.push([response.status, (await response.json())?.code ?? 'passed']);
      }
      return JSON.stringify({ listed: listed.map(({ id }) => id), answers, process: typeof process, require: typeof require });
    }`);
  const vm = new EdgeVM();
  vm.evaluate(`${code}; globalThis.program = program;`);
  const settings = {
    url: app.url,
    serviceToken: await seedServiceToken(app, ['VERIFY_API_KEYS']),
    credential: owner.bearer,
    ...key,
  };
  const answer = await vm.evaluate<Promise<string>>(`program.run(${JSON.stringify(settings)})`);
  expect(JSON.parse(answer)).toEqual({
    listed: [key.id],
    answers: [
      [200, 'passed'],
      [200, 'passed'],
      [401, 'UNAUTHENTICATED'],
    ],
    process: 'undefined',
    require: 'undefined',
  });
});

test('who uses only the token source bundles neither jose nor the admin client', async () => {
  const client = JSON.stringify(`${folder}/client.ts`);
  const code = await bundle(
    `import { TokenSource } from ${client}; export const source = new TokenSource();`,
  );
  expect(code).toContain('client_credentials');
  for (const other of ['createApiKey', 'x-ratelimit', 'jwks']) expect(code).not.toContain(other);
});
