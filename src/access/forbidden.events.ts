import { z } from 'zod';
import type { EventType } from '../events.ts';
import type { NewEvent } from '../log/new-event.ts';
import type { Permission } from '../permissions.ts';

/** The data of the event of a refused request. */
export const forbiddenEventData = {
  ACCESS_FORBIDDEN: z.object({ permission: z.string().describe('The permission that the caller lacks.') }),
} satisfies Partial<Record<EventType, z.ZodType>>;

export function accessForbidden(organizationId: string | null, permission: Permission): NewEvent {
  return { type: 'ACCESS_FORBIDDEN', organizationId, targetId: null, data: { permission } };
}
