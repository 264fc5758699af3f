// `npm run check` runs every check of the code that does not run it.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

type Check = { readonly name: string; readonly command: readonly [string, ...string[]] };

/** The published packages, and the profile in which their types must resolve. `strict` includes CommonJS. */
const packages = [
  { folder: '.', profile: 'esm-only' },
  { folder: 'packages/client', profile: 'strict' },
] as const;

const checks: readonly Check[] = [
  { name: 'types', command: ['tsc', '--project', 'tsconfig.json'] },
  // The SDK is checked again without Node's types and with the types of a worker.
  { name: 'types of the SDK', command: ['tsc', '--project', 'packages/client'] },
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'unused code', command: ['knip'] },
  { name: 'generated files current', command: ['node', 'scripts/generate.ts', '--check'] },
  { name: 'OpenAPI document', command: ['redocly', 'lint', 'openapi.json'] },
  ...packages.flatMap(({ folder, profile }): Check[] => [
    { name: `${folder} builds`, command: ['npm', 'run', 'build', '--prefix', folder] },
    { name: `${folder} is correct`, command: ['publint', '--strict', folder] },
    { name: `types of ${folder} resolve`, command: ['attw', '--pack', folder, '--profile', profile] },
  ]),
];

const root = fileURLToPath(new URL('..', import.meta.url));
const failed = checks.filter(({ name, command: [program, ...parameters] }) => {
  // Shows the output of failed checks only.
  const { status, stdout, stderr, error } = spawnSync(program, parameters, { cwd: root, encoding: 'utf8' });
  const passed = status === 0;
  console.log(`${passed ? 'ok    ' : 'FAILED'}  ${name}`);
  if (!passed) console.log(error?.message ?? `${stdout}${stderr}`);
  return !passed;
});

if (failed.length > 0) {
  console.log(`\nFailed: ${failed.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
}
