import { setTimeout as sleep } from 'node:timers/promises';

/** Much longer than any wait takes on a busy machine. */
const patienceMs = 120_000;
const pauseMs = 10;

type Falsy = false | null | undefined;

/** Waits until `look` returns a value, however long a busy machine takes. */
export async function until<Value>(
  what: string,
  look: () => Value | Falsy | Promise<Value | Falsy>,
): Promise<Value> {
  for (const end = performance.now() + patienceMs; performance.now() < end; await sleep(pauseMs)) {
    const found = await look();
    if (found !== false && found !== null && found !== undefined) return found;
  }
  throw new Error(`Waited in vain for ${what}`);
}
