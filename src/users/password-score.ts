import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import limitConcurrency from 'p-limit';
import { Refusal } from '../errors.ts';

export type PasswordQuestion = { readonly password: string; readonly words: readonly string[] };

/** The dictionary takes 30 MB and passwords are set rarely: the thread ends after this time without one. */
const maxIdleMs = 60_000;

/** A judgement takes up to 0.1 s. What a flood brings beyond some seconds' work is turned away. */
const maxWaiting = 50;

const oneAtATime = limitConcurrency(1);
let worker: Worker | undefined;
let idle: NodeJS.Timeout | undefined;

/**
 * How hard a password is to guess, as zxcvbn's score of 0 to 4. Judged in a thread of its own: it takes up to
 * 0.1 s, in which the event loop would serve nobody, verifications included.
 */
export function passwordScore(question: PasswordQuestion): Promise<number> {
  if (oneAtATime.pendingCount >= maxWaiting) {
    throw new Refusal('SERVICE_UNAVAILABLE', 'Too many passwords are set at this moment.', {
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
    // Neither the thread nor its end keeps the process running.
    asked.unref();
    idle = setTimeout(endWorker, maxIdleMs).unref();
  }
}

function newWorker(): Worker {
  // This file's own extension: the published package holds JavaScript.
  const file = new URL(`./password-score-worker${extname(import.meta.url)}`, import.meta.url);
  return new Worker(file, { execArgv: [] });
}

function endWorker(): void {
  const ended = worker;
  worker = undefined;
  void ended?.terminate();
}
