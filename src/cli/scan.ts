import { buffer } from 'node:stream/consumers';
import { Command } from 'commander';
import type { Scan } from '../scan/finding.ts';
import { type InstalledHook, installHook } from '../scan/pre-push-hook.ts';
import { scanDiff } from '../scan/scan-diff.ts';
import { ScanError } from '../scan/scan-error.ts';
import { scanStream } from '../scan/scan-files.ts';
import { PathScan } from '../scan/scan-paths.ts';
import { scanPush } from '../scan/scan-push.ts';
import { scanCommits } from '../scan/scan-revisions.ts';
import { scanStaged, scanUncommitted } from '../scan/scan-uncommitted.ts';
import { StartError } from '../start-error.ts';
import { Exit } from './exit.ts';
import { collectPrefix, keyNaming, prefixHelp } from './key-prefixes.ts';
import type { Output } from './output.ts';
import { printScan } from './scan-report.ts';
import { changeToTypedFolder } from './typed-folder.ts';

type ScanOptions = {
  readonly prefix?: string[];
  readonly staged?: true;
  /** True: everything that is not committed. `-`: a diff on standard input. */
  readonly diff?: string | true;
  readonly pushed?: string;
  readonly installHook?: true;
  readonly json?: true;
};

const exitCodes = { found: 1, failed: 2 } as const;

export function scanCommand(
  variables: NodeJS.ProcessEnv,
  output: Output,
  input: NodeJS.ReadableStream = process.stdin,
): Command {
  return new Command('scan')
    .description('find API keys in files, in changes or in standard input; a checksum excludes look-alikes')
    .argument('[paths...]', 'files and directories; - is standard input (default: the current directory)')
    .option('--staged', 'scan the changes that are staged for the next commit')
    .option(
      '--diff [revisions]',
      'scan uncommitted changes and new files; with origin/main..HEAD each commit; with - a diff on standard input',
    )
    .option(
      '--pushed <remote>',
      'scan what a push would send; git tells its pre-push hook this on standard input',
    )
    .option('--install-hook', 'write a pre-push hook for this repository')
    .option('--prefix <prefix>', prefixHelp, collectPrefix)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nKeys are printed masked. In a git repository, files that .gitignore names are skipped.\nNot looked into: archives, compressed files (gzip), base64, and encrypted texts.\nExit codes: 0 no keys found, 1 keys found, 2 something could not be scanned, 74 the output cannot be written.',
    )
    .action(async (paths: string[], options: ScanOptions) => {
      try {
        await scan(variables, output, input, paths, options);
      } catch (error) {
        if (!(error instanceof ScanError || error instanceof StartError)) throw error;
        output.remark(error.message);
        throw new Exit(exitCodes.failed);
      }
    });
}

async function scan(
  variables: NodeJS.ProcessEnv,
  output: Output,
  input: NodeJS.ReadableStream,
  paths: readonly string[],
  options: ScanOptions,
): Promise<void> {
  checkCombination(paths, options);
  const started = changeToTypedFolder(variables);
  const prefixes = options.prefix ?? (await keyNaming(variables, undefined, started)).prefixes;
  if (options.installHook) return sayInstalled(installHook('.', prefixes), output);
  const changes = await scanChanges(options, buffersOf(input), prefixes);
  const scanned = changes ?? (await scanPaths(paths.length > 0 ? paths : ['.'], prefixes, buffersOf(input)));
  printScan(scanned, output, { ...options, ofChanges: changes !== null });
  if (scanned.errors.length > 0) throw new Exit(exitCodes.failed);
  if (scanned.findings.length > 0) throw new Exit(exitCodes.found);
}

function sayInstalled({ path, wasThere }: InstalledHook, { remark }: Output): void {
  const done = wasThere ? `${path} scans already` : `Wrote ${path}`;
  remark(`${done}: a push that would publish a key is refused.`);
}

function checkCombination(
  paths: readonly string[],
  { staged, diff, pushed, installHook: install }: ScanOptions,
): void {
  const asked = [
    paths.length > 0 && 'paths',
    staged && '--staged',
    diff !== undefined && '--diff',
    pushed !== undefined && '--pushed',
    install && '--install-hook',
  ].filter((name) => typeof name === 'string');
  if (asked.length > 1) throw new ScanError(`${asked.join(' and ')} cannot be given together`);
}

/** Null: paths are to be scanned. */
async function scanChanges(
  { staged, diff, pushed }: ScanOptions,
  input: AsyncIterable<Buffer>,
  prefixes: readonly string[],
): Promise<Scan | null> {
  if (staged) return scanStaged('.', prefixes);
  if (diff === true) return scanUncommitted('.', prefixes);
  if (diff === '-') return scanDiff(input, prefixes);
  if (diff !== undefined) return scanCommits('.', diff, prefixes);
  if (pushed !== undefined) return scanPush('.', pushed, await buffer(input), prefixes);
  return null;
}

async function scanPaths(
  paths: readonly string[],
  prefixes: readonly string[],
  input: AsyncIterable<Buffer>,
): Promise<Scan> {
  const files = new PathScan(prefixes);
  for (const path of paths) {
    if (path === '-') files.add('-', await scanStream(input, prefixes));
    else files.scan(path);
  }
  return files.result;
}

async function* buffersOf(stream: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  for await (const part of stream) yield typeof part === 'string' ? Buffer.from(part) : part;
}
