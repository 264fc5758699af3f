import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import enterpriseDashboard from '../../examples/enterprise-dashboard/latchkey.config.ts';
import productApi from '../../examples/product-api/latchkey.config.ts';
import scope from '../../examples/scope/latchkey.config.ts';
import selfEnterprise from '../../examples/self-enterprise/latchkey.config.ts';
import signatureApi from '../../examples/signatureapi/latchkey.config.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { resolveConfiguration } from '../../src/config/resolve-configuration.ts';

const directory = mkdtempSync(join(tmpdir(), 'latchkey-config-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

/** Runs node itself, because a test runner replaces `import`. */
function loadWithNode(path: string): string {
  const module = pathToFileURL(join(import.meta.dirname, '../../src/config/load-config.ts')).href;
  const script = `
    const { loadConfig } = await import(${JSON.stringify(module)});
    const say = (result) => process.stdout.write(JSON.stringify(result));
    await loadConfig(${JSON.stringify(path)}).then(
      (loaded) => say({ productName: loaded.productName }),
      (error) => say({ name: error.constructor.name, message: error.message }),
    );`;
  return execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
}

describe('the configurations of this repository', () => {
  const examples = { enterpriseDashboard, productApi, scope, selfEnterprise, signatureApi };

  it.each(Object.entries(examples))('%s is valid', (_name, input) => {
    expect(resolveConfiguration(input, 'example').scopes.definitions.length).toBeGreaterThan(2);
  });

  it('all load from their files', async () => {
    const names = readdirSync(join(import.meta.dirname, '../../examples'));
    const paths = [
      'latchkey.config.ts',
      ...names.map((name) => join('examples', name, 'latchkey.config.ts')),
    ];
    const loaded = await Promise.all(paths.map((path) => loadConfig(path)));
    expect(loaded.map(({ productName, keyPrefix }) => `${productName}: ${keyPrefix}`)).toMatchInlineSnapshot(`
      [
        "Acme: sk",
        "Enterprise Dashboard: sk",
        "Product: sk",
        "Scope: secret",
        "Self Enterprise: sk",
        "SignatureAPI: key",
      ]
    `);
  });

  it('say what the five products ask for alone', () => {
    expect(resolveConfiguration(selfEnterprise, '').activeKeysPerEnvironment).toBe(2);
    expect(resolveConfiguration(productApi, '').scopes.fullAccess).toBe('admin:*');
    expect(resolveConfiguration(productApi, '').plans.get('enterprise')).toMatchObject({ autoRenewal: true });
    expect(resolveConfiguration(signatureApi, '')).toMatchObject({
      keyPrefix: 'key',
      liveKeysRequire: 'upgraded-plan-with-payment-method',
      manageKeysByDefault: ['OWNER'],
    });
  });
});

describe('loadConfig, on node', () => {
  const text = 'export default { productName: "Acme", resources: { a: { actions: { read: "View" } } } }';

  it('loads TypeScript and plain JavaScript', () => {
    expect(loadWithNode(file('good.ts', `type Unused = string;\n${text}`))).toBe('{"productName":"Acme"}');
    expect(loadWithNode(file('good.mjs', text))).toBe('{"productName":"Acme"}');
  });

  it('loads each form of JavaScript, TypeScript and JSON, also in a project that says it is CommonJS', () => {
    const folder = mkdtempSync(join(directory, 'commonjs-'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }');
    const commonJs = text.replace('export default', 'module.exports =');
    const files = {
      'a.ts': `import type { Unused } from 'latchkey/config';\n${text}`,
      'b.mts': text,
      'c.js': text,
      'd.mjs': text,
      'e.cjs': commonJs,
      'f.js': commonJs,
      'g.json': '{ "productName": "Acme", "resources": { "a": { "actions": { "read": "View" } } } }',
    };
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(folder, name), content);
      expect([name, loadWithNode(join(folder, name))]).toEqual([name, '{"productName":"Acme"}']);
    }
  });

  it.each([
    ['syntax.json', '{ "productName": }'],
    ['missing.ts', null],
    ['syntax.ts', 'export default {\n  productName: "Acme",\n  resources: {{\n}\n'],
    ['syntax.mjs', 'export default {\n  productName: "Acme",\n  resources: {{\n}\n'],
    ['throws.ts', 'throw new Error("no\\nway")'],
    ['imports.ts', 'import "./nowhere.ts"'],
    ['no-default.ts', 'export const config = {}'],
    ['wrong.ts', 'export default { productName: "Acme", resources: 3 }'],
  ])('refuses %s in one line that begins with the path', (name, content) => {
    const path = content === null ? join(directory, name) : file(name, content);
    const answer: unknown = JSON.parse(loadWithNode(path).replaceAll(directory, '/etc/acme'));
    expect(answer).toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(/^\/etc\/acme\/[^\n]+$/),
    });
    expect(answer).toMatchSnapshot();
  });
});
