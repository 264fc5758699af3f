import { z } from 'zod';
import { parseAddressRange } from '../lib/address-ranges.ts';
import { lineOfText, linesOfText } from '../lib/text.ts';
import { apiKeyStatuses } from './api-key-status.ts';
import { environmentSchema } from './environment.ts';
import { keyMetadata } from './key-metadata.ts';

const mostScopes = 200;
const longestScope = 200;
const mostAddressRanges = 50;
export const maxSearchLength = 200;

/** Of a key's own limits: requests in a window. */
export const requestLimit = z
  .int('expected a whole number')
  .min(1, 'expected at least 1')
  .max(1_000_000_000, 'expected at most 1000000000')
  .nullish();

const addressRange = z
  .string()
  // For the documentation: what no range can look like. Which text is one, only the parser can say.
  .meta({ maxLength: 49, pattern: '^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$' })
  .transform((text, context) => {
    const parsed = parseAddressRange(text);
    if (parsed.ok) return parsed.range;
    // Named: in a pasted list of fifty, a place says little.
    context.addIssue(`${JSON.stringify(text.slice(0, 60))}: ${parsed.problem}`);
    return z.NEVER;
  });

/** What can be set of a key, on creation and later. */
export const apiKeySettings = {
  name: lineOfText(100),
  description: linesOfText(1000).nullish(),
  scopes: z
    .array(z.string().max(longestScope, `expected at most ${longestScope} characters`))
    .max(mostScopes, `expected at most ${mostScopes} scopes`)
    .nullish(),
  fullAccess: z.boolean().nullish(),
  expiresAt: z.date().nullish(),
  expiresOn: z.date().nullish(),
  rateLimit: z.strictObject({ perMinute: requestLimit, perHour: requestLimit }).nullish(),
  ipAllowlist: z
    .array(addressRange)
    .max(mostAddressRanges, `expected at most ${mostAddressRanges} addresses`)
    .transform((ranges) => [...new Set(ranges)])
    .nullish(),
  metadata: keyMetadata.nullish(),
};

function onlyOneExpiry(input: { expiresAt?: Date | null | undefined; expiresOn?: Date | null | undefined }) {
  return !(input.expiresAt && input.expiresOn);
}

const oneExpiry = { path: ['expiresOn'], message: 'cannot be given together with expiresAt' };

export const createApiKeyInput = z
  .strictObject({ environment: environmentSchema, ...apiKeySettings })
  .refine(onlyOneExpiry, oneExpiry);

/** What is left out stays as it is; null clears it. */
export const updateApiKeyInput = z
  .strictObject({ id: z.string(), ...apiKeySettings, name: apiKeySettings.name.optional() })
  .refine(onlyOneExpiry, oneExpiry);

export const revokeApiKeyInput = z.strictObject({ id: z.string() });

const longestOverlapSeconds = 30 * 86_400;

/** How long the former secret works beside the new one, in seconds. */
export const overlapSeconds = z
  .int('expected a whole number of seconds')
  .min(0, 'expected at least 0')
  .max(longestOverlapSeconds, `expected at most ${longestOverlapSeconds}, which is 30 days`)
  .nullish();

export const rotateApiKeyInput = z.strictObject({ id: z.string(), overlapSeconds });

/** Which keys a list shows. What PostgreSQL could not even compare is refused here. */
export const apiKeyFilter = z.object({
  environment: environmentSchema.nullish(),
  status: z.enum(apiKeyStatuses).nullish(),
  search: linesOfText(maxSearchLength).nullish(),
});

export type ApiKeyFilter = z.output<typeof apiKeyFilter>;

export type ApiKeySettings = Omit<z.output<typeof updateApiKeyInput>, 'id'>;
