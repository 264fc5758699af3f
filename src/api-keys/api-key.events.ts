import { z } from 'zod';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import type { EventType } from '../events.ts';
import { changeInEvents, changesBetween } from '../log/changes.ts';
import type { NewEvent } from '../log/new-event.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';
import { shownApiKey } from './shown-api-key.ts';

const time = z.iso.datetime().meta({ format: 'date-time' });

/** A key in events and webhooks, in the words of REST. */
const keyInEvents = z.object({
  id: z.string().describe('Stays the same for ever.'),
  name: z.string(),
  description: z.string().nullable(),
  environment: z.enum(['test', 'live']),
  permissions: z.array(z.string()).describe('With full access, the one name that means so.'),
  prefix: z.string().describe('The key as people can recognise it; never all of it.'),
  status: z.string(),
  created_at: time,
  expires_at: time.nullable().describe('Null: never.'),
  suspended_at: time.nullable(),
  revoked_at: time.nullable(),
  rate_limit: z.object({ per_minute: z.int().nullable(), per_hour: z.int().nullable() }),
  ip_allowlist: z.array(z.string()).describe('Empty: any address.'),
  metadata: z.record(z.string(), z.unknown()),
});

const created = z.object({ api_key: keyInEvents });
const changed = z.object({
  api_key: keyInEvents.describe('As it is now.'),
  changes: changeInEvents,
});

/** The data of each type of event about a key. */
export const apiKeyEventData = {
  API_KEY_CREATED: created,
  API_KEY_UPDATED: changed,
  API_KEY_ROTATED: changed.extend({
    previous_secret_expires_at: time
      .nullable()
      .describe('Until when the former secret works too. Null: no longer.'),
  }),
  API_KEY_SUSPENDED: changed,
  API_KEY_RESUMED: changed,
  API_KEY_REVOKED: changed,
  API_KEY_EXPIRED: created,
  API_KEY_EXPOSED: z.object({
    api_key: keyInEvents.describe('As it is after the report.'),
    outcome: z
      .enum(['REVOKED', 'SECRET_ENDED', 'FLAGGED', 'INACTIVE'])
      .describe('What Latchkey did about it.'),
    source: z.string().nullable().describe('The kind of place, such as `commit`.'),
    url: z.string().nullable().describe('Where the secret was found.'),
  }),
} satisfies Partial<Record<EventType, z.ZodType>>;

/** The event of a change of a key. `before` is null if it was just created. */
export function apiKeyEvent(
  type: Exclude<keyof typeof apiKeyEventData, 'API_KEY_EXPOSED'>,
  configuration: ProductConfiguration,
  key: ApiKeyRow,
  before: ApiKeyRow | null = null,
): NewEvent {
  const shown = shownApiKey(configuration, key);
  return {
    type,
    organizationId: key.organizationId,
    environment: key.environment,
    targetId: key.id,
    data: {
      api_key: shown,
      ...(before && { changes: changesBetween(shownApiKey(configuration, before), shown) ?? {} }),
      ...(type === 'API_KEY_ROTATED' && {
        previous_secret_expires_at: key.lastRotation?.previousSecretExpiresAt?.toISOString() ?? null,
      }),
    },
  };
}

/** Returns null if every setting has the value that it had before. */
export function apiKeyUpdated(
  configuration: ProductConfiguration,
  key: ApiKeyRow,
  before: ApiKeyRow,
): NewEvent | null {
  const changes = changesBetween(shownApiKey(configuration, before), shownApiKey(configuration, key));
  return changes && apiKeyEvent('API_KEY_UPDATED', configuration, key, before);
}

/** The events of a report that a secret of the key was found in public. */
export function exposureEvents(
  configuration: ProductConfiguration,
  { key, former, outcome }: { key: ApiKeyRow; former: ApiKeyRow; outcome: string },
  { source, url }: { readonly source: string | null; readonly url: string | null },
): NewEvent[] {
  const { organizationId, environment, id } = key;
  const data = { api_key: shownApiKey(configuration, key), outcome, source, url };
  const exposed: NewEvent = { type: 'API_KEY_EXPOSED', organizationId, environment, targetId: id, data };
  if (outcome !== 'REVOKED') return [exposed];
  return [exposed, apiKeyEvent('API_KEY_REVOKED', configuration, key, former)];
}
