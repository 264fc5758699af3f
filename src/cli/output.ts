/** Where a command writes: results to standard output, everything said about them to the other. */
export type Output = { readonly result: (text: string) => void; readonly remark: (text: string) => void };

export const processOutput: Output = {
  result: (text) => process.stdout.write(`${text}\n`),
  remark: (text) => process.stderr.write(`${text}\n`),
};

/** Columns as wide as their widest cell. */
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
