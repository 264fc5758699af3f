import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, makeHome, nodeCommand } from './service.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome(nodeCommand('src/cli/main.ts', 'start'));
});
afterEach(() => home.remove());

test('latchkey start serves until SIGTERM, then ends with 0 and stops its database', async () => {
  const service = await home.start();
  expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  expect(await home.databasePid()).not.toBeNull();
  service.kill('SIGTERM');
  expect(await service.ended).toEqual({ code: 0, signal: null });
  expect(await home.databaseUrl()).toBeNull();
});

test('what cannot start is one line and exit code 1', async () => {
  const { code, stdout, stderr } = await home.run({ PORT: 'nonsense' });
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^PORT: .*\n$/);
});

const runProgram = new URL('../../src/process/run-program.ts', import.meta.url).href;

test.each([
  ['while it runs', `throw new TypeError('Unexpected');`],
  ['after it was started', `setTimeout(() => { throw new TypeError('Unexpected'); });`],
  ['in work that nobody waits for', `void Promise.reject(new TypeError('Unexpected'));`],
])('an unexpected error %s is a stack and exit code 70, which no answer has', async (_when, statement) => {
  const program = `import { runProgram } from ${JSON.stringify(runProgram)};
    await runProgram(async () => { ${statement} });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  const [stderr] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect([child.exitCode, stderr]).toEqual([70, expect.stringMatching(/^TypeError: Unexpected\n {4}at /)]);
});
