import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const logger = fileURLToPath(new URL('../../src/lib/logger.ts', import.meta.url));
const program = `
  import { createLogger } from ${JSON.stringify(logger)};
  const log = createLogger('info');
  for (let line = 0; line < 3; line += 1) log.info('a line');
  log.fatal('the last line');
  process.stderr.write('it goes on');
`;

test('a log whose disk is full loses its lines and neither ends nor holds up the process', async () => {
  const parameters = ['-c', '"$0" --input-type=module -e "$1" > /dev/full', process.execPath, program];
  const { stderr } = await promisify(execFile)('sh', parameters);
  expect(stderr).toBe('it goes on');
});
