import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, makeHome, nodeCommand } from './service.ts';

const patient = 90_000;

let home: Home;
beforeEach(async () => {
  home = await makeHome(nodeCommand('src/cli/main.ts', 'start'));
});
afterEach(() => home.remove(), patient);

test(
  'latchkey start serves until SIGTERM, then ends with 0 and stops its database',
  async () => {
    const service = await home.start();
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    expect(await home.databasePid()).not.toBeNull();
    service.kill('SIGTERM');
    expect(await service.ended).toEqual({ code: 0, signal: null });
    expect(await home.databaseUrl()).toBeNull();
  },
  patient,
);

test(
  'what cannot start is one line and exit code 1',
  async () => {
    const { code, stdout, stderr } = await home.run({ PORT: 'nonsense' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^PORT: .*\n$/);
  },
  patient,
);
