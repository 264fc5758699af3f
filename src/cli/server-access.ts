import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import { ConfigurationError } from '../../packages/client/src/errors.ts';
import { Latchkey } from '../../packages/client/src/latchkey.ts';
import { organizationNames } from '../../packages/client/src/organization.ts';
import { secretOf } from './secret-text.ts';

export type ServerOptions = {
  readonly url?: string;
  readonly organization?: string;
  readonly credentialFile?: string;
  readonly json?: true;
};

/** The variables and the input from which a command reads settings and secrets. */
export type Surroundings = {
  readonly variables: NodeJS.ProcessEnv;
  readonly input: NodeJS.ReadableStream;
};

/** Options of every command that calls a server. None is a secret, because other users see the list of processes. */
export function withServerOptions(command: Command): Command {
  return command
    .option('--url <address>', 'the address of Latchkey (default: LATCHKEY_URL)')
    .option(
      '--organization <id>',
      `the organization (${organizationNames}), if the credential does not belong to exactly one (default: LATCHKEY_ORG_ID)`,
    )
    .option(
      '--credential-file <path>',
      'the file with the credential; - is standard input (default: the variable LATCHKEY_CREDENTIAL)',
    )
    .option('--json', 'print JSON');
}

/** Makes a client of the server that the options or the environment name. */
export async function connect(surroundings: Surroundings, options: ServerOptions): Promise<Latchkey> {
  const { variables } = surroundings;
  return new Latchkey({
    url: options.url ?? variables['LATCHKEY_URL'],
    organization: options.organization ?? (variables['LATCHKEY_ORG_ID'] || undefined),
    credential: await credentialOf(surroundings, options),
  });
}

async function credentialOf(surroundings: Surroundings, { credentialFile }: ServerOptions): Promise<string> {
  if (credentialFile !== undefined) return readSecret(surroundings, credentialFile, '--credential-file');
  const credential = surroundings.variables['LATCHKEY_CREDENTIAL']?.trim();
  // `docker run --env-file` keeps the quotes of the file.
  if (credential) return secretOf(Buffer.from(credential), 'LATCHKEY_CREDENTIAL');
  throw new ConfigurationError(
    'credential: missing; set LATCHKEY_CREDENTIAL, or name a file that holds it with --credential-file',
  );
}

/** Reads the secret from a file or, with `-`, from standard input. */
export async function readSecret({ input }: Surroundings, path: string, optionName: string): Promise<string> {
  const bytes = await (path === '-' ? buffer(input) : readBytes(path, optionName));
  return secretOf(bytes, `${optionName}: ${path === '-' ? 'standard input' : path}`);
}

async function readBytes(path: string, optionName: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new ConfigurationError(`${optionName}: ${path} cannot be read${reason}`);
  }
}
