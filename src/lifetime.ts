import { z } from 'zod';

/** A lifetime in days, which a clock that is wrong or a change of clocks cannot make too long. */

export const dayMs = 86_400_000;

const maxLifetimeDays = 36_500;

/** In how many days something expires. Each day has 24 hours. */
export const expiresInDays = z
  .int('expected a whole number of days')
  .min(1, 'expected at least 1')
  .max(maxLifetimeDays, `expected at most ${maxLifetimeDays}, which is about 100 years`)
  .nullish();

export function inDays(now: Date, days: number): Date {
  return new Date(now.getTime() + days * dayMs);
}

/** Makes a check that names every expiry that is given in addition to another one. */
export function refuseSeveralEnds<Field extends string>(fields: readonly Field[]) {
  return (given: { readonly [Name in Field]?: unknown }, context: z.RefinementCtx): void => {
    const [, ...others] = fields.filter((name) => given[name] != null);
    for (const other of others) {
      context.addIssue({ code: 'custom', path: [other], message: 'is a second expiry: give only one' });
    }
  };
}
