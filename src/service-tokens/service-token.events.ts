import { z } from 'zod';
import type { EventType } from '../events.ts';
import { formatId } from '../lib/ids.ts';
import type { NewEvent } from '../log/new-event.ts';
import type { ServiceTokenRow } from './service-tokens.sql.ts';

const ofServiceToken = z.object({
  service_token: z.object({
    id: z.string(),
    name: z.string(),
    permissions: z.array(z.string()),
    expires_at: z.iso.datetime().meta({ format: 'date-time' }).nullable().describe('Null: never.'),
  }),
});

/** The data of each type of event about service tokens. */
export const serviceTokenEventData = {
  SERVICE_TOKEN_CREATED: ofServiceToken,
  SERVICE_TOKEN_REVOKED: ofServiceToken,
} satisfies Partial<Record<EventType, z.ZodType>>;

export function serviceTokenEvent(
  type: keyof typeof serviceTokenEventData,
  { id, name, permissions, expiresAt }: Pick<ServiceTokenRow, 'id' | 'name' | 'permissions' | 'expiresAt'>,
): NewEvent {
  return {
    type,
    organizationId: null,
    targetId: id,
    data: {
      service_token: {
        id: formatId('serviceToken', id),
        name,
        permissions: [...permissions],
        expires_at: expiresAt?.toISOString() ?? null,
      },
    },
  };
}
