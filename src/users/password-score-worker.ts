import { parentPort } from 'node:worker_threads';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import type { PasswordQuestion } from './password-score.ts';

/**
 * The estimate takes more than linear time. So only the beginning of a long password is judged, and not every
 * combination of letters that its signs can stand for is tried. (64 characters and zxcvbn's own 512 combinations took
 * half a second.)
 */
const maxEstimated = 40;
const maxSubstitutions = 20;

const estimator = new ZxcvbnFactory({
  dictionary,
  graphs: adjacencyGraphs,
  maxLength: maxEstimated,
  l33tMaxSubstitutions: maxSubstitutions,
});

/** Answers each question with its score, in order (password-score.ts). */
parentPort?.on('message', ({ password, words }: PasswordQuestion) => {
  parentPort?.postMessage(estimator.check(password.slice(0, maxEstimated), [...words]).score);
});
