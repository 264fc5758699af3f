import { z } from 'zod';
import { decodeCursor } from '../lib/cursors.ts';
import { parseInstant } from '../lib/instants.ts';
import {
  apiKeySettings,
  creatorId,
  expiresInDays,
  maxSearchLength,
  overlapSeconds,
  requestLimit,
} from './api-key-input.ts';
import { apiKeyStatuses } from './api-key-status.ts';
import { type Environment, environmentNames } from './environment.ts';

/** The names of environments and statuses in REST, as in tokens: small letters. */
const environment = z
  .enum([environmentNames.TEST, environmentNames.LIVE], 'expected "test" or "live"')
  .describe('A key of one environment never works in the other.');

const statusNames = apiKeyStatuses.map((status) => status.toLowerCase());
const status = z.enum(statusNames, `expected one of ${statusNames.join(', ')}`);

const instantExpected = 'expected an instant with a time zone, such as "2026-10-14T00:00:00Z"';
const instant = z
  .string(instantExpected)
  .meta({ format: 'date-time' })
  .transform((text, context) => {
    const parsed = parseInstant(text);
    if (parsed !== null) return parsed;
    context.addIssue(instantExpected);
    return z.NEVER;
  });

const settings = {
  description: apiKeySettings.description.describe('What it is for.'),
  permissions: apiKeySettings.scopes.describe(
    'What it may do: scopes of the product, `resource:*`, or full access by its name, such as `*` or `admin:*`. Nobody grants what they lack. A new key without any passes only verifications that ask for no scope.',
  ),
  expires_at: instant.nullish().describe('When it ends; null: never, where the product allows that.'),
  expires_in_days: expiresInDays.describe('Instead: it ends so many days from now, of 24 hours each.'),
  rate_limit: z
    .strictObject({ per_minute: requestLimit, per_hour: requestLimit })
    .nullish()
    .describe(
      'Its own limits, at most those of the plan, and for an hour no fewer than for a minute; null: those of the plan.',
    ),
  ip_allowlist: apiKeySettings.ipAllowlist.describe(
    'Addresses and CIDR ranges it may be used from. Empty: any.',
  ),
  metadata: apiKeySettings.metadata.describe('Your own data: a JSON object of at most 4096 bytes.'),
};

export const createApiKeyBody = z
  .strictObject(
    {
      name: apiKeySettings.name.describe('What people call it.'),
      environment: environment
        .optional()
        .describe('Where it will work. Default: that of the key that asks; everybody else must say.'),
      ...settings,
    },
    'expected a JSON object',
  )
  .meta({ id: 'CreateApiKey' });

export const updateApiKeyBody = z
  .strictObject(
    { name: apiKeySettings.name.optional().describe('What people call it.'), ...settings },
    'expected a JSON object',
  )
  .meta({ id: 'UpdateApiKey' });

export const rotateApiKeyBody = z
  .strictObject(
    {
      overlap_seconds: overlapSeconds.describe(
        'For how many seconds the former key works beside the new one; at most 30 days. Default: 0, it ends at once.',
      ),
    },
    'expected a JSON object',
  )
  .meta({ id: 'RotateApiKey' });

const pageSizeExpected = 'expected a whole number from 1 to 100';

/** Query parameters come as text. */
export const listApiKeysQuery = z.strictObject({
  environment: environment.optional(),
  status: status.optional(),
  search: z.string('expected it once').meta({ maxLength: maxSearchLength }).optional(),
  created_by: creatorId.optional(),
  limit: z
    .string(pageSizeExpected)
    .regex(/^([1-9]\d?|100)$/, pageSizeExpected)
    .transform(Number)
    .default(20),
  cursor: z
    .string('expected it once')
    .transform((text, context) => {
      const id = decodeCursor(text);
      if (id !== null) return id;
      context.addIssue('expected the next_cursor of an earlier page');
      return z.NEVER;
    })
    .optional(),
});

const time = z.string().meta({ format: 'date-time' });

const apiKeyFields = {
  id: z.string().describe('Stays the same for ever.'),
  name: z.string(),
  description: z.string().nullable(),
  environment,
  permissions: z.array(z.string()).describe('With full access, the one name that means so.'),
  prefix: z.string().describe('The key as people can recognise it; never all of it.'),
  status: status.describe('Only an active key can authenticate.'),
  created_at: time,
  expires_at: time.nullable().describe('Null: never.'),
  revoked_at: time.nullable(),
  last_used: time.nullable().describe('When it last passed a verification; at most a second behind.'),
  rate_limit: z
    .object({ per_minute: z.int().nullable(), per_hour: z.int().nullable() })
    .describe('What applies to it; null: unlimited.'),
  ip_allowlist: z.array(z.string()).describe('Empty: any address.'),
  metadata: z.record(z.string(), z.unknown()),
};

export const apiKeyAnswer = z.object(apiKeyFields).meta({ id: 'ApiKey' });

export const apiKeyDetail = z
  .object({
    ...apiKeyFields,
    usage: z
      .object({ requests_today: z.int(), requests_this_month: z.int() })
      .describe('Allowed requests since 00:00 UTC, and since the 1st.'),
  })
  .meta({ id: 'ApiKeyDetail' });

export const createdApiKey = z
  .object({
    ...apiKeyFields,
    key: z.string().describe('What the key’s user sends. Store it now: it is never shown again.'),
  })
  .meta({ id: 'CreatedApiKey' });

export const replayedApiKey = z
  .object({
    ...apiKeyFields,
    // Null always; but of one type with that of the first answer, which generated clients put together.
    key: z.string().nullable().describe('Null: it was shown once, in the first answer.'),
  })
  .meta({ id: 'ReplayedApiKey' });

export const rotatedApiKey = z
  .object({
    ...apiKeyFields,
    key: z
      .string()
      .nullable()
      .describe('What the key’s user sends from now on. Store it now: a repetition has null.'),
  })
  .meta({ id: 'RotatedApiKey' });

export const apiKeyPage = z
  .object({
    data: z.array(apiKeyAnswer),
    has_more: z.boolean().describe('Whether there is another page.'),
    next_cursor: z.string().nullable().describe('The `cursor` of the next page; null on the last.'),
  })
  .meta({ id: 'ApiKeyPage' });

export type ApiKeyAnswer = z.output<typeof apiKeyAnswer>;
export type ApiKeyDetail = z.output<typeof apiKeyDetail>;

/** `test` → `TEST`: as operations name it. */
export function environmentOf(name: 'test' | 'live'): Environment {
  return name === environmentNames.LIVE ? 'LIVE' : 'TEST';
}
