import { z } from 'zod';
import { parseAddressRange } from '../lib/address-ranges.ts';
import { isWellFormed, lineOfText, linesOfText } from '../lib/text.ts';
import { environmentSchema } from './environment.ts';

const mostScopes = 200;
const mostAddressRanges = 50;
const mostMetadataBytes = 4096;

const limit = z
  .int('expected a whole number')
  .min(1, 'expected at least 1')
  .max(1_000_000_000, 'expected at most 1000000000')
  .nullish();

const addressRange = z.string().transform((text, context) => {
  const parsed = parseAddressRange(text);
  if (parsed.ok) return parsed.range;
  context.addIssue(parsed.problem);
  return z.NEVER;
});

const metadata = z
  .record(z.string(), z.unknown(), 'expected a JSON object')
  .refine(
    (value) => Buffer.byteLength(JSON.stringify(value)) <= mostMetadataBytes,
    `expected at most ${mostMetadataBytes} bytes as JSON`,
  )
  .refine(isStorableJson, 'contains a character that cannot be stored (NUL, or half of a surrogate pair)');

const settings = {
  name: lineOfText(100),
  description: linesOfText(1000).nullish(),
  scopes: z.array(z.string().max(200, 'expected at most 200 characters')).max(mostScopes).nullish(),
  fullAccess: z.boolean().nullish(),
  expiresAt: z.date().nullish(),
  expiresOn: z.date().nullish(),
  rateLimit: z.strictObject({ perMinute: limit, perHour: limit }).nullish(),
  ipAllowlist: z.array(addressRange).max(mostAddressRanges).nullish(),
  metadata: metadata.nullish(),
};

function onlyOneExpiry(input: { expiresAt?: Date | null | undefined; expiresOn?: Date | null | undefined }) {
  return !(input.expiresAt && input.expiresOn);
}

const oneExpiry = { path: ['expiresOn'], message: 'cannot be given together with expiresAt' };

export const createApiKeyInput = z
  .strictObject({ environment: environmentSchema, ...settings })
  .refine(onlyOneExpiry, oneExpiry);

/** What is left out stays as it is; null clears it. */
export const updateApiKeyInput = z
  .strictObject({ id: z.string(), ...settings, name: settings.name.optional() })
  .refine(onlyOneExpiry, oneExpiry);

export const revokeApiKeyInput = z.strictObject({ id: z.string() });

export type ApiKeySettings = Omit<z.output<typeof updateApiKeyInput>, 'id'>;

/** PostgreSQL's jsonb holds neither NUL nor half of a surrogate pair, in keys or values. */
function isStorableJson(value: unknown): boolean {
  if (typeof value === 'string') return isWellFormed(value) && !value.includes('\0');
  if (Array.isArray(value)) return value.every(isStorableJson);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, item]) => isStorableJson(key) && isStorableJson(item));
}
