import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { StartError } from '../start-error.ts';
import type { EnvironmentVariables } from './environment-schema.ts';

const fileName = '.env';

/**
 * The environment, completed by the file `.env` of the working directory. A variable that is set wins over the
 * file. Only for what runs the service or works on its database: commands that talk to a server must not send
 * a credential to an address that a folder of somebody else names.
 */
export function withEnvironmentFile(environment: EnvironmentVariables): EnvironmentVariables {
  try {
    return { ...parseEnv(readFileSync(fileName, 'utf8')), ...environment };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return environment;
    throw new StartError(`${fileName} cannot be read (${code})`, { cause: error });
  }
}
