import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../start-error.ts';
import { commandAs, giveTo, type ServerAccount } from './server-account.ts';
import type { ServerBinaries } from './server-binaries.ts';
import { mendDataDirectory, refuseForeignDirectory } from './server-directory.ts';
import { codeOf, fileProblem, messageOf, programProblem } from './server-problems.ts';

const execute = promisify(execFile);
/** The file is in the data directory. Only the server's account can read it. */
export const passwordFile = 'latchkey.password';

/** The superuser of the embedded server. */
export const serverUser = 'latchkey';

type Place = { dataDirectory: string; binaries: ServerBinaries; account: ServerAccount };

/** Creates the data directory on the first start and checks it on later ones. Returns the password. */
export async function prepareDataDirectory(place: Place, durable: boolean): Promise<string> {
  const { dataDirectory, binaries, account } = place;
  const program = await majorVersion(binaries.postgres, account);
  await refuseForeignDirectory(dataDirectory, account);
  const found = await readFile(join(dataDirectory, 'PG_VERSION'), 'utf8').catch(unlessMissing(dataDirectory));
  if (found === null) await createDataDirectory(place, program, durable);
  else if (Number(found) !== program) {
    throw new StartError(
      `${dataDirectory} was made by PostgreSQL ${found.trim()}, and this Latchkey runs ${program}: move it with pg_dump and pg_restore, or set DATABASE_URL.`,
    );
  } else await mendDataDirectory(dataDirectory, account);
  return readFile(join(dataDirectory, passwordFile), 'utf8').catch((error: unknown) => {
    throw fileProblem(error, join(dataDirectory, passwordFile));
  });
}

async function majorVersion(postgres: string, account: ServerAccount): Promise<number> {
  const { file, parameters, options } = commandAs(account, postgres, ['--version']);
  const printed = await execute(file, parameters, options).catch((error: unknown) => {
    throw new StartError(
      `The embedded PostgreSQL cannot run here (${firstLine(printedBy(error))}); set DATABASE_URL to a server of your own.`,
      { cause: error },
    );
  });
  const version = /\(PostgreSQL\) (\d+)/.exec(printed.stdout)?.[1];
  if (version === undefined)
    throw new StartError(`${postgres} is not PostgreSQL: ${firstLine(printed.stdout)}`);
  return Number(version);
}

// initdb works in a directory beside the final place, which is renamed at the end. If it is killed, only a directory
// remains that nobody reads and the next start removes.
async function createDataDirectory(place: Place, version: number, durable: boolean): Promise<void> {
  const { dataDirectory, binaries, account } = place;
  const unfinished = `${dataDirectory}.unfinished-`;
  await removeUnfinished(unfinished);
  const directory = `${unfinished}${randomBytes(4).toString('hex')}`;
  const password = randomBytes(24).toString('base64url');
  const passwordPath = `${directory}.password`;
  try {
    await mkdir(directory, { mode: 0o700 });
    await writeFile(passwordPath, password, { mode: 0o600 });
    await Promise.all([giveTo(account, directory), giveTo(account, passwordPath)]);
    await initialize({ directory, passwordPath, binaries, account, version, durable });
    await rename(passwordPath, join(directory, passwordFile));
    await rename(directory, dataDirectory);
  } catch (error) {
    await removeUnfinished(unfinished);
    throw error instanceof StartError ? error : renameProblem(error, dataDirectory);
  }
}

type Initialization = {
  directory: string;
  passwordPath: string;
  binaries: ServerBinaries;
  account: ServerAccount;
  version: number;
  durable: boolean;
};

async function initialize(work: Initialization): Promise<void> {
  const { file, parameters, options } = commandAs(work.account, work.binaries.initdb, [
    `--pgdata=${work.directory}`,
    `--username=${serverUser}`,
    `--pwfile=${work.passwordPath}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    // The builtin provider (PostgreSQL 17 and later) knows upper and lower case of every language, and sorts the same
    // on every machine.
    ...(work.version >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
    ...(work.durable ? [] : ['--no-sync']),
  ]);
  await execute(file, parameters, options).catch((error: unknown) => {
    const unknownUser = /effective user ID (\d+)/.exec(printedBy(error))?.[1];
    if (unknownUser !== undefined) throw nameless(unknownUser);
    throw programProblem('initdb', printedBy(error), dirname(work.directory));
  });
}

/** Some container platforms, such as OpenShift, choose a user number that has no entry. */
function nameless(uid: string): StartError {
  return new StartError(
    `PostgreSQL needs an entry for the user ${uid} in /etc/passwd when it makes its database; add one (echo "latchkey:x:${uid}:0::/:/sbin/nologin" >> /etc/passwd), run as a user that has one, or set DATABASE_URL.`,
  );
}

async function removeUnfinished(prefix: string): Promise<void> {
  const parent = dirname(prefix);
  const names = await readdir(parent).catch(() => []);
  const leftovers = names.filter((name) => name.startsWith(basename(prefix)));
  // An initdb whose parent was killed may still write there. A later start tries again.
  await Promise.all(
    leftovers.map((name) => rm(join(parent, name), { recursive: true, force: true }).catch(() => {})),
  );
}

function renameProblem(error: unknown, dataDirectory: string): StartError {
  const code = codeOf(error);
  if (code !== 'ENOTEMPTY' && code !== 'EEXIST') return fileProblem(error, dataDirectory);
  return new StartError(
    `${dataDirectory} holds files that are not PostgreSQL's; set LATCHKEY_DATA_DIR to another directory.`,
  );
}

function unlessMissing(path: string): (error: unknown) => null {
  return (error) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw fileProblem(error, path);
  };
}

function printedBy(error: unknown): string {
  const printed = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  return printed || messageOf(error);
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
