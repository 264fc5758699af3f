import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { commitsOf, pushedCommits, stagedChanges, uncommittedChanges } from '../scan/git-changes.ts';
import type { FoundKey } from '../scan/key-finder.ts';
import { listFiles } from '../scan/list-files.ts';
import { installHook } from '../scan/pre-push-hook.ts';
import { scanDiff } from '../scan/scan-diff.ts';
import { ScanError } from '../scan/scan-error.ts';
import { scanFile, scanStream } from '../scan/scan-files.ts';
import { StartError } from '../start-error.ts';
import { Exit } from './exit.ts';
import { collectPrefix, keyNaming, prefixHelp } from './key-prefixes.ts';
import { formatJson, type Output } from './output.ts';

type ScanOptions = {
  readonly prefix?: string[];
  readonly staged?: true;
  /** True: all that is not committed. `-`: a diff on standard input. */
  readonly diff?: string | true;
  readonly pushed?: string;
  readonly installHook?: true;
  readonly json?: true;
};

/** A key and where it is; `path` is `-` for standard input. */
type Finding = FoundKey & { readonly path: string; readonly commit: string | null };
type Report = { readonly findings: Finding[]; files: number; bytes: number; readonly errors: string[] };

const exitCodes = { found: 1, failed: 2 } as const;

export function scanCommand(
  environment: NodeJS.ProcessEnv,
  output: Output,
  input: NodeJS.ReadableStream = process.stdin,
): Command {
  return new Command('scan')
    .description('find API keys in files, in changes or in standard input; look-alikes fail their checksum')
    .argument('[paths...]', 'files and directories; - is standard input (default: the current directory)')
    .option('--staged', 'what is about to be committed')
    .option(
      '--diff [revisions]',
      'what is not committed; with origin/main..HEAD each commit; with - a diff on standard input',
    )
    .option('--pushed <remote>', 'what a push would send, as git tells its pre-push hook on standard input')
    .option('--install-hook', 'write the pre-push hook of this repository')
    .option('--prefix <prefix>', prefixHelp, collectPrefix)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nKeys are printed masked. Directories in a git repository are read without what .gitignore names, and\nwithout binary files. Exit codes: 0 none found, 1 found, 2 something could not be scanned.',
    )
    .action(async (paths: string[], options: ScanOptions) => {
      try {
        await scan(environment, output, input, paths, options);
      } catch (error) {
        if (!(error instanceof ScanError || error instanceof StartError)) throw error;
        output.remark(error.message);
        throw new Exit(exitCodes.failed);
      }
    });
}

async function scan(
  environment: NodeJS.ProcessEnv,
  output: Output,
  input: NodeJS.ReadableStream,
  paths: readonly string[],
  options: ScanOptions,
): Promise<void> {
  checkCombination(paths, options);
  const prefixes = options.prefix ?? (await keyNaming(environment, undefined)).prefixes;
  if (options.installHook) {
    output.remark(`Wrote ${installHook('.', prefixes)}: a push that would publish a key is refused.`);
    return;
  }
  const changes = await changesOf(options, input);
  const report =
    changes === undefined
      ? await scanPaths(paths.length > 0 ? paths : ['.'], prefixes, input)
      : await scanChanges(changes, prefixes);
  print(report, output, { ...options, ofChanges: changes !== undefined });
  if (report.errors.length > 0) throw new Exit(exitCodes.failed);
  if (report.findings.length > 0) throw new Exit(exitCodes.found);
}

function checkCombination(
  paths: readonly string[],
  { staged, diff, pushed, installHook }: ScanOptions,
): void {
  const asked = [
    paths.length > 0 && 'paths',
    staged && '--staged',
    diff !== undefined && '--diff',
    pushed !== undefined && '--pushed',
    installHook && '--install-hook',
  ].filter((name) => typeof name === 'string');
  if (asked.length > 1) throw new ScanError(`${asked.join(' and ')} cannot be given together`);
}

/** Undefined: paths are scanned. Null: there are no changes. */
async function changesOf(
  { staged, diff, pushed }: ScanOptions,
  input: NodeJS.ReadableStream,
): Promise<AsyncIterable<Buffer> | null | undefined> {
  if (staged) return stagedChanges('.');
  if (diff === true) return uncommittedChanges('.');
  if (diff === '-') return buffersOf(input);
  if (diff !== undefined) return commitsOf('.', diff);
  if (pushed !== undefined) return pushedCommits('.', pushed, await text(input));
  return undefined;
}

async function scanChanges(
  changes: AsyncIterable<Buffer> | null,
  prefixes: readonly string[],
): Promise<Report> {
  if (changes === null) return { findings: [], files: 0, bytes: 0, errors: [] };
  const { found, bytes } = await scanDiff(changes, prefixes);
  return { findings: [...found], files: 0, bytes, errors: [] };
}

async function scanPaths(
  paths: readonly string[],
  prefixes: readonly string[],
  input: NodeJS.ReadableStream,
): Promise<Report> {
  const report: Report = { findings: [], files: 0, bytes: 0, errors: [] };
  const add = (path: string, { found, bytes }: { found: readonly FoundKey[]; bytes: number }) => {
    report.files += 1;
    report.bytes += bytes;
    report.findings.push(...found.map((key) => ({ ...key, path, commit: null })));
  };
  for (const path of paths) {
    if (path === '-') {
      add(path, await scanStream(buffersOf(input), prefixes));
      continue;
    }
    reporting(report, () => {
      for (const file of listFiles(path)) reporting(report, () => add(file, scanFile(file, prefixes)));
    });
  }
  return report;
}

/** One file that cannot be read must not keep the others from being scanned. */
function reporting({ errors }: Report, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    errors.push(error.message);
  }
}

function print(
  { findings, files, bytes, errors }: Report,
  { result, remark }: Output,
  { json, ofChanges }: ScanOptions & { readonly ofChanges: boolean },
): void {
  for (const error of errors) remark(error);
  if (json) {
    result(formatJson({ findings, files, bytes, errors }));
    return;
  }
  for (const { path, line, column, maskedKey, commit } of findings) {
    const commitText = commit === null ? '' : ` in commit ${commit.slice(0, 12)}`;
    result(`${path}:${line}:${column}: ${maskedKey}${commitText}`);
  }
  remark(summary({ findings, files, bytes, errors }, ofChanges));
}

/** Of what could not be read nobody knows whether it holds a key. */
function summary({ findings, files, bytes, errors }: Report, ofChanges: boolean): string {
  if (errors.length > 0 && files === 0) return 'Nothing was scanned.';
  const where = ofChanges ? 'of changes' : `in ${files} ${files === 1 ? 'file' : 'files'}`;
  const rest = errors.length > 0 ? ' that could be read' : '';
  const amount = `${(bytes / 1e6).toFixed(1)} MB ${where}${rest}`;
  return findings.length === 0
    ? `No keys found in ${amount}.`
    : `${findings.length} found in ${amount}. Revoke each: what was once written down stays known.`;
}

async function* buffersOf(stream: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  for await (const part of stream) yield typeof part === 'string' ? Buffer.from(part) : part;
}
