import { readdir, readFile } from 'node:fs/promises';

/** The unit of Linux's counts in /proc. */
const tickMs = 10;

/**
 * Returns the processor time in milliseconds that a process and its children have used, or null without /proc. Unlike
 * requests per second, it does not depend on other work of the machine.
 */
export async function cpuTimeOfTree(pid: number): Promise<number | null> {
  const processes = await readdir('/proc').catch(() => []);
  let total: number | null = null;
  for (const name of processes) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null);
    if (stat === null) continue;
    // The fields after the name, which is in brackets and may contain any character.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(name) !== pid && Number(fields[1]) !== pid) continue;
    // For the process itself, the time of its ended children counts too, because connections come and go.
    const ticks = fields.slice(11, Number(name) === pid ? 15 : 13).map(Number);
    total = ticks.reduce((sum, value) => sum + value * tickMs, total ?? 0);
  }
  return total;
}
