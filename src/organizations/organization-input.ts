import { z } from 'zod';
import { lineOfText, linesOfText } from '../lib/text.ts';
import { requestLimit } from '../request-limit.ts';

export const organizationName = lineOfText(200);

const limit = requestLimit.nullish();

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
