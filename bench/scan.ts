// `node bench/scan.ts` measures how much `latchkey scan` reads in a second of processor time, compared with `grep -c`
// over the same files in the same run. Both run as processes, including their start. The script creates the files: one
// large log, and a tree of sources, each with one key. It needs bash, which reports the processor time of a program.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newKeySecret } from '../src/key-format.ts';

const runs = 5;
const commandLine = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const pattern = 'sk_(live|test)_[0-9A-Za-z]{49}';
const directory = mkdtempSync(join(tmpdir(), 'latchkey-bench-scan-'));

/** Lines like those of programs, with texts that make a search slow: first letters and parts of keys. */
function lines(bytes: number, seed: number): string {
  const all: string[] = [];
  for (let length = 0, index = seed; length < bytes; index++) {
    const line = `${index} INFO task_${index % 97} asks for sk_${index % 13} and risk_live${index % 7} of user_${index * 7919}`;
    all.push(line);
    length += line.length + 1;
  }
  return all.join('\n');
}

/** Returns seconds of processor time. Other work of the machine changes them less than it changes the clock's time. */
function measure(parameters: readonly string[], expectedStatus: number): number {
  const program = `TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>&1`;
  const options = { cwd: directory, encoding: 'utf8' } as const;
  const { status, stderr } = spawnSync('bash', ['-c', program, 'bash', ...parameters], options);
  if (status !== expectedStatus) throw new Error(`${parameters[0]} ended with ${status}: ${stderr}`);
  const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number);
  return user + system;
}

/** Compares the medians of several runs. The programs run in turns, so that both have the same machine. */
function compare(what: string, megabytes: number, path: string): void {
  const times: { scan: number[]; grep: number[] } = { scan: [], grep: [] };
  for (let run = 0; run < runs; run++) {
    times.scan.push(measure([process.execPath, commandLine, 'scan', '--prefix', 'sk', path], 1));
    times.grep.push(measure(['grep', '-rcE', pattern, path], 0));
  }
  const [scan, grep] = [median(times.scan), median(times.grep)];
  const speed = (seconds: number) => `${(megabytes / seconds).toFixed(0)} MB/s`;
  process.stdout.write(
    `${what}, ${megabytes.toFixed(0)} MB: latchkey scan ${speed(scan)}, grep -c ${speed(grep)}, ratio ${(grep / scan).toFixed(2)}\n`,
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

try {
  const { secret: token } = newKeySecret('sk', 'LIVE');
  const part = lines(8e6, 0);
  writeFileSync(join(directory, 'large.log'), `${Array(50).fill(part).join('\n')}\n${token}\n`);
  const source = lines(20_000, 0);
  const files = 10_000;
  for (let index = 0; index < files; index++) {
    const folder = join(directory, 'tree', String(index % 100));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${index}.ts`), index === files - 1 ? `${source}\n${token}\n` : source);
  }
  compare('one file', (50 * part.length) / 1e6, 'large.log');
  compare(`${files} files`, (files * source.length) / 1e6, 'tree');
} finally {
  rmSync(directory, { recursive: true, force: true });
}
