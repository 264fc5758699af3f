import { execFile } from 'node:child_process';
import { access, chown, stat } from 'node:fs/promises';
import { dirname, parse } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../start-error.ts';
import type { ServerBinaries } from './server-binaries.ts';

const execute = promisify(execFile);

/** The account that runs the server's programs, because PostgreSQL refuses to run as root. */
export type ServerAccount = {
  /** Null: the user that runs Latchkey. */
  identity: Identity | null;
  /** The path of setpriv, if the account needs it to reach the files (see `chooseAccount`). */
  setpriv: string | null;
};
type Identity = { uid: number; gid: number };

export type ServerCommand = {
  file: string;
  parameters: string[];
  options: { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number };
};

/** Chooses, once and before anything starts, the account for the server's programs. */
export async function chooseAccount(dataDirectory: string, binaries: ServerBinaries): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return { identity: null, setpriv: null };
  const identity =
    (await ownerOf(dataDirectory)) ?? (await identityOf('postgres')) ?? (await identityOf('nobody'));
  if (identity === null) {
    throw new StartError(
      'PostgreSQL does not run as root and there is no account "postgres" or "nobody"; start Latchkey as another user.',
    );
  }
  const blocked =
    (await firstBarrier(dirname(dataDirectory), identity)) ??
    (await firstBarrier(binaries.postgres, identity));
  if (blocked === null) return { identity, setpriv: null };
  // Under a directory that only root may enter, such as a checkout in /root, the account needs the capability that
  // ignores permissions. setpriv keeps this capability while it gives up root.
  const setpriv = await firstExisting(['/usr/bin/setpriv', '/bin/setpriv']);
  if (setpriv !== null) return { identity, setpriv };
  throw new StartError(
    `PostgreSQL does not run as root, and the unprivileged account it would use cannot enter ${blocked}; start Latchkey as another user, or move it.`,
  );
}

/** Returns the command that runs one of the server's programs with the account. */
export function commandAs(account: ServerAccount, program: string, parameters: string[]): ServerCommand {
  const options = { cwd: parse(program).root, env: serverEnvironment() };
  const { identity, setpriv } = account;
  if (identity === null) return { file: program, parameters, options };
  if (setpriv === null) return { file: program, parameters, options: { ...options, ...identity } };
  const rights = [
    `--reuid=${identity.uid}`,
    `--regid=${identity.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    // Without this, access(2) ignores the capability, and PostgreSQL uses access(2) to find its files.
    '--securebits=+no_setuid_fixup',
  ];
  return { file: setpriv, parameters: [...rights, '--', program, ...parameters], options };
}

/** Returns the required owner of the server's files, or null on systems without owners. */
export function ownerAs({ identity }: ServerAccount): Identity | null {
  const [uid, gid] = [process.geteuid?.(), process.getegid?.()];
  return identity ?? (uid === undefined || gid === undefined ? null : { uid, gid });
}

/** Makes the account the owner of a file or directory. */
export async function giveTo(account: ServerAccount, path: string): Promise<void> {
  if (account.identity !== null) await chown(path, account.identity.uid, account.identity.gid);
}

// Only the variables that programs need: the server must not get Latchkey's secrets, nor settings for clients such as
// PGDATA. Messages stay English, because some of them are recognised.
function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'LD_LIBRARY_PATH', 'TMPDIR', 'TEMP', 'TMP'];
  const entries = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(entries), LC_ALL: 'C' };
}

async function ownerOf(dataDirectory: string): Promise<Identity | null> {
  const found = await stat(dataDirectory).catch(() => null);
  return found === null || found.uid === 0 ? null : { uid: found.uid, gid: found.gid };
}

async function identityOf(name: string): Promise<Identity | null> {
  try {
    const [user, group] = await Promise.all([execute('id', ['-u', name]), execute('id', ['-g', name])]);
    return { uid: Number(user.stdout), gid: Number(group.stdout) };
  } catch {
    return null;
  }
}

/** Returns the first directory, seen from the root, that the account may not enter. */
async function firstBarrier(path: string, identity: Identity): Promise<string | null> {
  const parent = dirname(path);
  const above = parent === path ? null : await firstBarrier(parent, identity);
  if (above !== null) return above;
  const { mode, uid, gid } = await stat(path);
  const shift = uid === identity.uid ? 6 : gid === identity.gid ? 3 : 0;
  return (mode >> shift) & 0o1 ? null : path;
}

async function firstExisting(paths: string[]): Promise<string | null> {
  for (const path of paths) {
    const found = await access(path).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return null;
}
