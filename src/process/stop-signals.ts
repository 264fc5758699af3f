import { constants } from 'node:os';

// SIGHUP: the terminal was closed.
const stopSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * npm repeats the signal that its process group was sent, so one Ctrl-C, or one SIGTERM by systemd, arrives
 * twice within a millisecond. Only a person who signals again later means that it takes too long.
 */
const repetitionMs = 1_000;

/** What takes longer to stop than this is cut off. Supervisors kill a process after 10 seconds or more. */
const graceMs = 9_000;

/**
 * Aborts with the first signal that asks this process to stop. From then on the process has nine seconds to
 * end by itself. A further signal ends it at once, unless it is a repetition of the first.
 */
export function abortOnStopSignals(): AbortSignal {
  const controller = new AbortController();
  let firstAt: number | null = null;
  const receive = (signal: NodeJS.Signals) => {
    if (firstAt !== null) {
      if (performance.now() - firstAt >= repetitionMs) exitBy(signal);
      return;
    }
    firstAt = performance.now();
    exitAfterGrace();
    controller.abort(new Error(`Stopped by ${signal}`));
  };
  for (const signal of stopSignals) process.on(signal, receive);
  return controller.signal;
}

/** Whatever hangs, the process ends. */
export function exitAfterGrace(): void {
  setTimeout(() => process.exit(1), graceMs).unref();
}

/**
 * For a command that started a database for itself. A process that a signal ends by default leaves that behind;
 * one that exits does not. Returns the function that undoes it.
 */
export function exitOnStopSignals(): () => void {
  for (const signal of stopSignals) process.on(signal, exitBy);
  return () => {
    for (const signal of stopSignals) process.off(signal, exitBy);
  };
}

/** With the exit code that a shell gives for a process that the signal ended. */
function exitBy(signal: NodeJS.Signals): never {
  process.exit(128 + constants.signals[signal]);
}
