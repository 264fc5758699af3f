import type { z } from 'zod';
import { forbiddenEventData } from '../access/forbidden.events.ts';
import { apiKeyEventData } from '../api-keys/api-key.events.ts';
import { auditEventData } from '../audit/audit.events.ts';
import type { EventType } from '../events.ts';
import { memberEventData } from '../members/member.events.ts';
import { organizationEventData } from '../organizations/organization.events.ts';
import { serviceTokenEventData } from '../service-tokens/service-token.events.ts';
import { signingKeyEventData } from '../tokens/signing-key.events.ts';
import { personEventData } from '../users/person.events.ts';

/** The schema of the data of each type of event. The domains declare them. */
export const eventData: Readonly<Record<EventType, z.ZodType>> = {
  ...apiKeyEventData,
  ...organizationEventData,
  ...memberEventData,
  ...personEventData,
  ...serviceTokenEventData,
  ...signingKeyEventData,
  ...forbiddenEventData,
  ...auditEventData,
};
