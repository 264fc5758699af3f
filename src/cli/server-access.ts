import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import { ConfigurationError } from '../../packages/client/src/errors.ts';
import { Latchkey } from '../../packages/client/src/latchkey.ts';
import { secretOf } from './secret-text.ts';

export type ServerOptions = {
  readonly url?: string;
  readonly organization?: string;
  readonly credentialFile?: string;
  readonly json?: true;
};

/** Where a command reads its settings and its secrets. */
export type Surroundings = {
  readonly environment: NodeJS.ProcessEnv;
  readonly input: NodeJS.ReadableStream;
};

/** Options of every command that talks to a server. A secret is never one: other users see the list of processes. */
export function withServerOptions(command: Command): Command {
  return command
    .option('--url <address>', 'where Latchkey is (default: LATCHKEY_URL)')
    .option(
      '--organization <id>',
      'org_…, for a credential that is not of exactly one (default: LATCHKEY_ORG_ID)',
    )
    .option(
      '--credential-file <path>',
      'holds the credential; - is standard input (default: the variable LATCHKEY_CREDENTIAL)',
    )
    .option('--json', 'print JSON');
}

/** A client of the server that the options or the environment name. */
export async function connect(surroundings: Surroundings, options: ServerOptions): Promise<Latchkey> {
  const { environment } = surroundings;
  return new Latchkey({
    url: options.url ?? environment['LATCHKEY_URL'],
    organization: options.organization ?? (environment['LATCHKEY_ORG_ID'] || undefined),
    credential: await credentialOf(surroundings, options),
  });
}

async function credentialOf(surroundings: Surroundings, { credentialFile }: ServerOptions): Promise<string> {
  if (credentialFile !== undefined) return readSecret(surroundings, credentialFile, '--credential-file');
  const credential = surroundings.environment['LATCHKEY_CREDENTIAL']?.trim();
  // `docker run --env-file` leaves the quotes of the file.
  if (credential) return secretOf(Buffer.from(credential), 'LATCHKEY_CREDENTIAL');
  throw new ConfigurationError(
    'credential: missing; set LATCHKEY_CREDENTIAL, or name a file that holds it with --credential-file',
  );
}

/** The secret that a file or, as `-`, standard input holds. */
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
