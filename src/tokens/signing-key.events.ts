import { z } from 'zod';
import type { EventType } from '../events.ts';
import type { NewEvent } from '../log/new-event.ts';

/** The data of the event of new signing keys. */
export const signingKeyEventData = {
  SIGNING_KEYS_ROTATED: z.object({
    compromised: z
      .boolean()
      .describe('Whether all former keys, and so all access tokens, were made invalid.'),
  }),
} satisfies Partial<Record<EventType, z.ZodType>>;

export function signingKeysRotated(compromised: boolean): NewEvent {
  return { type: 'SIGNING_KEYS_ROTATED', organizationId: null, targetId: null, data: { compromised } };
}
