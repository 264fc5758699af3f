import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import limitConcurrency from 'p-limit';
import { Refusal } from '../errors.ts';

export type PasswordQuestion = { readonly password: string; readonly words: readonly string[] };

/** The thread ends after this time without a question: its dictionary takes 30 MB, and passwords are set rarely. */
const maxIdleMs = 60_000;

/** The maximum of waiting questions. Each takes up to 0.1 s; a flood beyond some seconds' work is refused. */
const maxWaiting = 50;

const oneAtATime = limitConcurrency(1);
let worker: Worker | undefined;
let idle: NodeJS.Timeout | undefined;

/**
 * Returns how hard a password is to guess, as zxcvbn's score of 0 to 4. It takes up to 0.1 s, so it runs in its own
 * thread. In the event loop it would block all requests, verifications included.
 */
export function passwordScore(question: PasswordQuestion): Promise<number> {
  if (oneAtATime.pendingCount >= maxWaiting) {
    throw new Refusal('SERVICE_UNAVAILABLE', 'Too many passwords are being set now.', {
      retryAfterSeconds: 2,
    });
  }
  return oneAtATime(() => ask(question));
}

async function ask(question: PasswordQuestion): Promise<number> {
  clearTimeout(idle);
  worker ??= newWorker();
  const asked = worker;
  asked.ref();
  asked.postMessage(question);
  try {
    const [score] = await once(asked, 'message');
    return Number(score);
  } catch (error) {
    worker = undefined;
    throw error;
  } finally {
    // Neither the thread nor its timer keeps the process running.
    asked.unref();
    idle = setTimeout(endWorker, maxIdleMs).unref();
  }
}

function newWorker(): Worker {
  // The file has the extension of this one: the published package contains JavaScript.
  const file = new URL(`./password-score-worker${extname(import.meta.url)}`, import.meta.url);
  return new Worker(file, { execArgv: [] });
}

function endWorker(): void {
  const ended = worker;
  worker = undefined;
  void ended?.terminate();
}
