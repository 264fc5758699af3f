import { z } from 'zod';
import { parseActorId } from '../access/actor-reference.ts';
import { apiKeyStatuses } from '../api-key-status.ts';
import { environmentSchema } from '../environment.ts';
import { allowsEverything, parseAddressRange } from '../lib/address-ranges.ts';
import { idPattern } from '../lib/ids.ts';
import { lineOfText, linesOfText } from '../lib/text.ts';
import { expiresInDays, refuseSeveralEnds } from '../lifetime.ts';
import { requestLimit } from '../request-limit.ts';
import { expiryFields } from './expiry-rules.ts';
import { keyMetadata } from './key-metadata.ts';

const maxScopes = 200;
const maxScopeLength = 200;
const maxAddressRanges = 50;
export const maxSearchLength = 200;

const addressRange = z
  .string()
  // For the documentation: these rules exclude most wrong texts. Only the parser decides.
  .meta({ maxLength: 49, pattern: '^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$' })
  .transform((text, context) => {
    const parsed = parseAddressRange(text);
    if (parsed.ok) return parsed.range;
    // Names the text, because a position in a pasted list of fifty helps little.
    context.addIssue(`${JSON.stringify(text.slice(0, 60))}: ${parsed.problem}`);
    return z.NEVER;
  });

/** Addresses and ranges without duplicates. */
const addressRanges = z
  .array(addressRange)
  .max(maxAddressRanges, `expected at most ${maxAddressRanges} addresses`)
  .superRefine(refuseHalfOfEverything)
  .transform((ranges) => (allowsEverything(ranges) ? [] : [...new Set(ranges)]));

/** A list that allows every address of one IP version should not silently refuse all of the other version. */
function refuseHalfOfEverything(ranges: readonly string[], context: z.RefinementCtx): void {
  const ofIPv6 = ranges.filter((range) => range.includes(':'));
  if (ofIPv6.length === 0 && ranges.includes('0.0.0.0/0')) {
    context.addIssue('"0.0.0.0/0" alone refuses every IPv6 address: add "::/0", or leave the list empty');
  }
  if (ofIPv6.length === ranges.length && ranges.includes('::/0')) {
    context.addIssue('"::/0" alone refuses every IPv4 address: add "0.0.0.0/0", or leave the list empty');
  }
}

/** A key's own limit: requests in a window. */
export const ownLimit = requestLimit.nullish();

/** The settings of a key, for its creation and for later changes. */
export const apiKeySettings = {
  name: lineOfText(100),
  description: linesOfText(1000).nullish(),
  scopes: z
    .array(z.string().max(maxScopeLength, `expected at most ${maxScopeLength} characters`))
    .max(maxScopes, `expected at most ${maxScopes} scopes`)
    .nullish(),
  fullAccess: z.boolean().nullish(),
  expiresAt: z.date().nullish(),
  expiresOn: z.date().nullish(),
  expiresInDays,
  rateLimit: z.strictObject({ perMinute: ownLimit, perHour: ownLimit }).nullish(),
  ipAllowlist: addressRanges.nullish(),
  metadata: keyMetadata.nullish(),
};

const refuseSeveralExpiries = refuseSeveralEnds(expiryFields);

export const createApiKeyInput = z
  .strictObject({ environment: environmentSchema, ...apiKeySettings })
  .superRefine(refuseSeveralExpiries);

/** Omitted fields keep their value. Null clears it. */
export const updateApiKeyInput = z
  .strictObject({ id: z.string(), ...apiKeySettings, name: apiKeySettings.name.optional() })
  .superRefine(refuseSeveralExpiries);

/** For operations on a whole key. */
export const apiKeyIdInput = z.strictObject({ id: z.string() });

const creatorExpected = 'expected the id of a member, a key or a service token: mem_…, key_…, svc_…';
const creator = z.string().transform((id, context) => {
  const reference = parseActorId(id);
  if (reference !== null) return reference;
  context.addIssue(creatorExpected);
  return z.NEVER;
});

/** The same as a text, for interfaces whose field has another name. */
export const creatorId = z
  .string(creatorExpected)
  .refine((id) => parseActorId(id) !== null, creatorExpected)
  .meta({ pattern: idPattern('member', 'apiKey', 'serviceToken') });

/** The filter of a list of keys. It refuses values that PostgreSQL could not compare. */
export const apiKeyFilter = z.object({
  environment: environmentSchema.nullish(),
  status: z.enum(apiKeyStatuses).nullish(),
  search: linesOfText(maxSearchLength).nullish(),
  createdBy: creator.nullish(),
});

export type ApiKeyFilter = z.output<typeof apiKeyFilter>;

export type ApiKeySettings = Omit<z.output<typeof updateApiKeyInput>, 'id'>;
