import { execFile } from 'node:child_process';
import { access, chown, stat } from 'node:fs/promises';
import { dirname, parse } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../start-error.ts';
import type { ServerBinaries } from './server-binaries.ts';

const execute = promisify(execFile);

/** Under whose rights the server's programs run: PostgreSQL refuses to run as root. */
export type ServerAccount = {
  /** null: as whoever runs Latchkey. */
  identity: Identity | null;
  /** Path of setpriv, when the account needs its help to reach the files (see `chooseAccount`). */
  setpriv: string | null;
};
type Identity = { uid: number; gid: number };

export type ServerCommand = {
  file: string;
  parameters: string[];
  options: { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number };
};

/** Decides once, before anything is started, as whom the server's programs will run. */
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
  // Below a directory that only root may enter (a checkout in /root) the account needs the one
  // capability that looks past permissions; setpriv passes it on while giving up root.
  const setpriv = await firstExisting(['/usr/bin/setpriv', '/bin/setpriv']);
  if (setpriv !== null) return { identity, setpriv };
  throw new StartError(
    `PostgreSQL does not run as root, and the unprivileged account it would use cannot enter ${blocked}; start Latchkey as another user, or move it.`,
  );
}

/** How to spawn one of the server's programs as the account. */
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
    // Without this access(2), by which PostgreSQL looks for its own files, ignores the capability.
    '--securebits=+no_setuid_fixup',
  ];
  return { file: setpriv, parameters: [...rights, '--', program, ...parameters], options };
}

/** To whom the files of the server must belong; null: the system knows no owners. */
export function ownerAs({ identity }: ServerAccount): Identity | null {
  const [uid, gid] = [process.geteuid?.(), process.getegid?.()];
  return identity ?? (uid === undefined || gid === undefined ? null : { uid, gid });
}

/** Gives a file or directory made by Latchkey to the account. */
export async function giveTo(account: ServerAccount, path: string): Promise<void> {
  if (account.identity !== null) await chown(path, account.identity.uid, account.identity.gid);
}

// Only what programs need to run: the server must not inherit Latchkey's secrets, nor settings for
// clients such as PGDATA. Messages stay English, since some of them are recognised.
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

/** The nearest to the root of those directories on the way that the account may not enter. */
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
