import { z } from 'zod';
import { lineOfText, linesOfText } from '../lib/text.ts';

export const organizationName = lineOfText(200);

const limit = z
  .int('expected a whole number')
  .min(1, 'expected at least 1')
  .max(1_000_000_000, 'expected at most 1000000000')
  .nullish();

/** Null or empty means no search. */
export const searchText = linesOfText(200).nullish();

export const updateOrganizationInput = z.strictObject({ name: organizationName });

export const setOrganizationPlanInput = z.strictObject({
  organizationId: z.string(),
  plan: z.string(),
  rateLimit: z.strictObject({ perMinute: limit, perHour: limit }).nullish(),
});

export const setOrganizationBillingInput = z.strictObject({
  organizationId: z.string(),
  hasPaymentMethod: z.boolean(),
});
