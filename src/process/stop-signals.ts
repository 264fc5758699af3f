import { constants } from 'node:os';

// A closed terminal sends SIGHUP.
const stopSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * npm repeats signals that its process group receives. So one Ctrl-C, or one SIGTERM by systemd, arrives twice within a
 * millisecond. Only a later signal means that a person wants to stop at once.
 */
const repetitionMs = 1_000;

/** The process ends after this time, even if it is still stopping. Supervisors kill it after 10 seconds or later. */
const graceMs = 9_000;

/**
 * Returns a signal that aborts when this process is first told to stop. The process then has nine seconds to end by
 * itself. A further signal ends it at once, unless it repeats the first.
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

/** Ends the process after the grace period, even if something hangs. */
export function exitAfterGrace(): void {
  setTimeout(() => process.exit(1), graceMs).unref();
}

/**
 * For a command that started a database for itself. A signal would end the process without stopping the database. An
 * exit stops it. Returns a function that removes the handlers.
 */
export function exitOnStopSignals(): () => void {
  for (const signal of stopSignals) process.on(signal, exitBy);
  return () => {
    for (const signal of stopSignals) process.off(signal, exitBy);
  };
}

/** Exits with the code that shells use for a process that the signal ended. */
function exitBy(signal: NodeJS.Signals): never {
  process.exit(128 + constants.signals[signal]);
}
