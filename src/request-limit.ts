import { z } from 'zod';

/** The most requests that a limit can allow within its window. */
export const maxRequestLimit = 1_000_000_000;

/** A limit: the requests that are allowed within a window. */
export const requestLimit = z
  .int('expected a whole number')
  .min(1, 'expected at least 1')
  .max(maxRequestLimit, `expected at most ${maxRequestLimit}`);
