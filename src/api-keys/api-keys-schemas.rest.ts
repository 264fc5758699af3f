import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { apiKeyStatuses } from '../api-key-status.ts';
import { type Environment, environmentNames } from '../environment.ts';
import type { Parameter } from '../http/endpoint.ts';
import { rateLimitHeaderNames } from '../http/openapi-headers.ts';
import { idPattern } from '../lib/ids.ts';
import { parseInstant } from '../lib/instants.ts';
import { expiresInDays } from '../lifetime.ts';
import { apiKeySettings, ownLimit } from './api-key-input.ts';

/** The parts that the endpoints of keys share. */

/** The names of environments and statuses in REST are in lower case, as in tokens. */
export const environment = z
  .enum([environmentNames.TEST, environmentNames.LIVE], 'expected "test" or "live"')
  .describe('A key of one environment never works in the other.');

const statusNames = apiKeyStatuses.map((status) => status.toLowerCase());
export const status = z.enum(statusNames, `expected one of ${statusNames.join(', ')}`);

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

/** The settings of a key, for its creation and for later changes. */
export const settingsShape = {
  description: apiKeySettings.description.describe('The purpose of the key.'),
  permissions: apiKeySettings.scopes.describe(
    'The scopes of the key: scopes of the product, `resource:*`, or full access by its name, such as `*` or `admin:*`. The caller must hold all of them. A new key without scopes passes only verifications that require none.',
  ),
  expires_at: instant.nullish().describe('When it expires; null means never, if the product allows that.'),
  expires_in_days: expiresInDays.describe(
    'Instead of `expires_at`: the number of days until it expires, of 24 hours each.',
  ),
  rate_limit: z
    .strictObject({ per_minute: ownLimit, per_hour: ownLimit })
    .nullish()
    .describe(
      'Its own limits, at most those of the plan. The limit of an hour must not be lower than that of a minute. Null: the limits of the plan.',
    ),
  ip_allowlist: apiKeySettings.ipAllowlist.describe(
    'The addresses and CIDR ranges that may use the key. An empty list allows all addresses.',
  ),
  metadata: apiKeySettings.metadata.describe('Your own data: a JSON object of at most 4096 bytes.'),
};

const time = z.string().meta({ format: 'date-time' });

export const apiKeyFields = {
  id: z.string().describe('The id never changes.'),
  name: z.string(),
  description: z.string().nullable(),
  environment,
  permissions: z.array(z.string()).describe('The scopes of the key. Full access appears as its own name.'),
  prefix: z.string().describe('The form by which people recognise the key; never the whole key.'),
  status: status.describe('Only an active key can authenticate.'),
  created_at: time,
  expires_at: time.nullable().describe('When it expires; null means never.'),
  suspended_at: time.nullable().describe('When it was suspended; null if it is not suspended.'),
  revoked_at: time.nullable(),
  last_used: time
    .nullable()
    .describe('When it last passed a verification. The value is at most one second old.'),
  last_rotation: z
    .object({
      rotated_at: time.describe('When the present secret was created.'),
      previous_secret_expires_at: time
        .nullable()
        .describe('Until when the previous secret still works; null if it no longer works.'),
      previous_secret_last_used: time
        .nullable()
        .describe(
          'When the previous secret last passed a verification since the rotation; null if it did not. It tells whether anybody still uses it.',
        ),
    })
    .nullable()
    .describe('Its last rotation; null if it was never rotated.'),
  rate_limit: z
    .object({ per_minute: z.int().nullable(), per_hour: z.int().nullable() })
    .describe('The limits that apply to the key; null means unlimited.'),
  ip_allowlist: z.array(z.string()).describe('The allowed addresses. An empty list allows all addresses.'),
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

export type ApiKeyAnswer = z.output<typeof apiKeyAnswer>;
export type ApiKeyDetail = z.output<typeof apiKeyDetail>;

/** Turns `test` into `TEST`, the form of the operations. */
export function environmentOf(name: 'test' | 'live'): Environment {
  return name === environmentNames.LIVE ? 'LIVE' : 'TEST';
}

export const tag = 'API keys';
export const security = ['bearer', 'session'] as const;
// NOT_FOUND also if the header names an organization that the caller does not belong to.
export const refusedCredential = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
] as const;
export const refusedBody = [
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'UNKNOWN_SCOPE',
  'SCOPE_NOT_GRANTABLE',
] as const;
export const refusedActivation = ['ACTIVE_KEY_LIMIT_REACHED', 'LIVE_KEYS_NOT_ENABLED'] as const;

/** Values for the documentation. */
export const exampleApiKey = {
  id: 'key_01h455vb4pex5vsknk084sn02q',
  name: 'New Integration',
  description: null,
  environment: 'live',
  permissions: ['invoices:read', 'invoices:write'],
  prefix: 'sk_live_…h7Qz',
  status: 'active',
  created_at: '2026-10-14T10:30:00.000Z',
  expires_at: '2027-10-14T00:00:00.000Z',
  suspended_at: null,
  revoked_at: null,
  last_used: '2026-10-14T11:02:45.120Z',
  last_rotation: null,
  rate_limit: { per_minute: 500, per_hour: 10_000 },
  ip_allowlist: ['203.0.113.0/24'],
  metadata: { team: 'billing' },
};

export const exampleSecret = 'sk_live_EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE';

export const idParameter: Parameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'The key’s id.',
  schema: z.string().meta({ pattern: idPattern('apiKey') }),
  example: exampleApiKey.id,
};

/** The id in the path of a request. */
export function idOf({ params }: FastifyRequest): string {
  const id: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, 'id') : undefined;
  return typeof id === 'string' ? id : '';
}

export function keyAnswer(description: string) {
  const usage = { requests_today: 1234, requests_this_month: 45_678 };
  return {
    description,
    headers: rateLimitHeaderNames,
    content: { schema: apiKeyDetail, examples: { key: { ...exampleApiKey, usage } } },
  };
}
