import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKeySecret } from '../../src/key-format.ts';
import {
  type CommandOptions,
  type CommandResult,
  commandLine,
  latchkey,
  runProgram,
} from '../support/command-line.ts';

// Nobody's own settings, so that they can neither help nor hurt.
const environment: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

export type LeakedKey = { readonly token: string; readonly masked: string };

export function newLeakedKey(): LeakedKey {
  const { secret: token, lastFour } = newKeySecret('sk', 'LIVE');
  return { token, masked: `sk_live_…${lastFour}` };
}

/** A directory of its own, which becomes a git repository with `init`. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'latchkey-scan-'));
  readonly env: NodeJS.ProcessEnv = { ...environment };

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  write(path: string, content: string | Buffer): void {
    mkdirSync(join(this.path, path, '..'), { recursive: true });
    writeFileSync(join(this.path, path), content);
  }

  run(program: string, parameters: readonly string[], options: Options = {}): Promise<CommandResult> {
    return runProgram(program, parameters, this.#place(options));
  }

  scan(parameters: readonly string[] = [], options: Options = {}): Promise<CommandResult> {
    return latchkey(['scan', '--prefix', 'sk', ...parameters], this.#place(options));
  }

  /** Returns the output of git. Throws if git fails. */
  async git(...parameters: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run('git', parameters);
    if (code !== 0) throw new Error(`git ${parameters.join(' ')}: ${stderr}`);
    return stdout.trim();
  }

  async init(): Promise<void> {
    await this.git('init', '--quiet', '--initial-branch', 'main');
  }

  async commit(message = 'Change'): Promise<string> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.git('rev-parse', 'HEAD');
  }

  /** An object of git with this content; its name. */
  async object(type: 'blob' | 'tree' | 'commit' | 'tag', content: string | Buffer): Promise<string> {
    const parameters = ['hash-object', '-t', type, '-w', '--stdin', '--literally'];
    return (await this.run('git', parameters, { input: content })).stdout.trim();
  }

  /** An empty bare repository as `origin`. */
  async addRemote(name = 'origin'): Promise<void> {
    await this.git('init', '--quiet', '--bare', `.git/${name}.git`);
    await this.git('remote', 'add', name, join(this.path, `.git/${name}.git`));
  }

  /** `latchkey` on the PATH, as a package of the system would put it there. */
  putLatchkeyOnPath(): void {
    this.write('.git/bin/latchkey', `#!/bin/sh\nexec '${process.execPath}' '${commandLine}' "$@"\n`);
    chmodSync(join(this.path, '.git/bin/latchkey'), 0o755);
    this.env['PATH'] = `${join(this.path, '.git/bin')}:${this.env['PATH']}`;
  }

  async push(...parameters: string[]): Promise<{ isRefused: boolean; said: string }> {
    const { code, stdout, stderr } = await this.run('git', ['push', '--quiet', ...parameters]);
    return { isRefused: code !== 0, said: stdout + stderr };
  }

  #place({ cwd, env, ...options }: Options): CommandOptions {
    const place = cwd === undefined ? this.path : join(this.path, cwd);
    return { ...options, cwd: place, env: { ...this.env, ...env } };
  }
}

/** `cwd`: within the folder. */
type Options = Partial<CommandOptions>;
