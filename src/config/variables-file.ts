import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { StartError } from '../start-error.ts';
import type { EnvironmentVariables } from './settings-schema.ts';

const fileName = '.env';

/**
 * Completes the variables with the file `.env` of the working directory. A variable that is set wins over the file.
 * Only commands that run the service or use its database read the file. A command that talks to a server does not: a
 * folder of somebody else could name an address to which the command would send a credential.
 */
export function withVariablesFile(variables: EnvironmentVariables): EnvironmentVariables {
  try {
    return { ...parseEnv(readFileSync(fileName, 'utf8')), ...variables };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return variables;
    throw new StartError(`${fileName} cannot be read (${code})`, { cause: error });
  }
}
