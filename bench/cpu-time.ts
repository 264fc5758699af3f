import { readdir, readFile } from 'node:fs/promises';

/** In which Linux counts in /proc. */
const tickMs = 10;

/**
 * The processor time in milliseconds that a process and its children have used, or null where there is
 * no /proc. Unlike requests a second it does not depend on what else the machine does.
 */
export async function cpuTimeOfTree(pid: number): Promise<number | null> {
  const processes = await readdir('/proc').catch(() => []);
  let total: number | null = null;
  for (const name of processes) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null);
    if (stat === null) continue;
    // After the name, which is in brackets and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(name) !== pid && Number(fields[1]) !== pid) continue;
    // Of the process itself also what its ended children used: connections come and go.
    const ticks = fields.slice(11, Number(name) === pid ? 15 : 13).map(Number);
    total = ticks.reduce((sum, value) => sum + value * tickMs, total ?? 0);
  }
  return total;
}
