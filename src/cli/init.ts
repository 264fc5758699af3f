import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { StartError } from '../start-error.ts';
import type { Output } from './output.ts';

const fileName = 'latchkey.config.ts';

// The import is of a type alone, so the file also loads where the package is not installed.
const configuration = `import type { ConfigurationInput } from 'latchkey/config';

export default {
  productName: 'Acme',
  // The beginning of every key: sk_live_…
  keyPrefix: 'sk',
  // The actions that a key can be allowed: invoices:read, invoices:write.
  resources: {
    invoices: { actions: { read: 'View invoices', write: 'Create and change invoices' } },
  },
  // The number of requests that one key may make.
  plans: {
    standard: { limits: { perMinute: 1000, perHour: 10_000 } },
  },
} satisfies ConfigurationInput;
`;

export function initCommand(_environment: NodeJS.ProcessEnv, output: Output): Command {
  return new Command('init')
    .description(`write a first configuration, ${fileName}, into this folder`)
    .action(() => init(output));
}

async function init({ result, remark }: Output): Promise<void> {
  const path = resolve(fileName);
  await writeFile(path, configuration, { flag: 'wx' }).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') throw new StartError(`${fileName} exists already and was not changed.`);
    throw new StartError(`${path} cannot be written (${code})`, { cause: error });
  });
  remark('Describe your product’s keys in it, then run "latchkey start".');
  result(path);
}
