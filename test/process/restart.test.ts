import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeFlags, nodeVariables } from '../../src/restart.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';

const module = new URL('../../src/restart.ts', import.meta.url).href;
const source = `import { restartWithSmallMemory } from '${module}';
restartWithSmallMemory(process.env);
const { pid, execArgv, argv, env } = process;
const seen = { pid, flags: execArgv, parameters: argv.slice(2), arenas: env.MALLOC_ARENA_MAX ?? null };
if (process.send) process.send(seen); else console.log(JSON.stringify(seen));
`;
let directory: TemporaryDirectory;
let program: string;

beforeAll(async () => {
  directory = await temporaryDirectory('restart');
  program = join(directory.path, 'program.mjs');
  await writeFile(program, source);
});
afterAll(() => directory.remove());

async function run(flags: readonly string[] = [], environment: Record<string, string> = {}) {
  const parameters = [...flags, program, 'start', 'a b'];
  const running = promisify(execFile)(process.execPath, parameters, {
    env: { PATH: process.env['PATH'], ...environment },
  });
  const { stdout, stderr } = await running;
  return { pid: running.child.pid, stderr, seen: JSON.parse(stdout) };
}

describe('a node', () => {
  test('starts itself again in the same process, with its settings and the same parameters', async () => {
    const { pid, stderr, seen } = await run();
    expect(seen).toEqual({
      pid,
      flags: nodeFlags,
      parameters: ['start', 'a b'],
      arenas: nodeVariables['MALLOC_ARENA_MAX'],
    });
    expect(stderr).toBe('');
  });

  test('keeps what the operator has set', async () => {
    const own = await run(['--max-semi-space-size=32'], { MALLOC_ARENA_MAX: '4' });
    expect(own.seen.flags).toEqual(['--max-semi-space-size=32', '--heap-growing-percent=100']);
    expect(own.seen.arenas).toBe('4');
    const byVariable = await run([], { NODE_OPTIONS: '--max-semi-space-size=32' });
    expect(byVariable.seen.flags).toEqual(['--heap-growing-percent=100']);
  });

  test('does not where the operator says so', async () => {
    const { seen } = await run([], { LATCHKEY_NO_RESTART: '1' });
    expect([seen.flags, seen.arenas]).toEqual([[], null]);
  });
});

test('with a parent connected a node goes on as it is, and the parent stays connected', async () => {
  const child = fork(program, ['start'], { execArgv: [], env: { PATH: process.env['PATH'] } });
  const [seen] = await once(child, 'message');
  expect(seen).toEqual({ pid: child.pid, flags: [], parameters: ['start'], arenas: null });
  child.disconnect();
  await once(child, 'exit');
});
