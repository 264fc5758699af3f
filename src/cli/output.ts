/** The outputs of a command: results go to standard output, remarks to standard error. */
export type Output = { readonly result: (text: string) => void; readonly remark: (text: string) => void };

export const processOutput: Output = {
  result: (text) => process.stdout.write(`${text}\n`),
  remark: (text) => process.stderr.write(`${text}\n`),
};

const outputExitCode = 74; // EX_IOERR of sysexits.h

/**
 * The reader of the output may end first, as `head` does. The rest of the output is then lost, without a failure. Any
 * other failure, such as a full disk, ends the command with one line and an exit code of its own, because its result is
 * lost.
 */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      if (code === 'EPIPE') return;
      if (stream === process.stdout) process.stderr.write(`The output cannot be written: ${message}\n`);
      process.exit(outputExitCode);
    });
  }
}

/** Makes each column as wide as its widest cell. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function formatJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
