import { z } from 'zod';
import type { OrganizationRow } from '../access/organization-row.sql.ts';
import type { EventType } from '../events.ts';
import { formatId } from '../lib/ids.ts';
import { changeInEvents, changesBetween } from '../log/changes.ts';
import type { NewEvent } from '../log/new-event.ts';

const organizationInEvents = z.object({
  id: z.string(),
  external_id: z.string().nullable().describe('The product’s own id of it.'),
  name: z.string(),
  plan: z.string(),
  has_payment_method: z.boolean(),
  rate_limit: z
    .object({ per_minute: z.int().nullable(), per_hour: z.int().nullable() })
    .describe('The limits that were agreed with it. Null: those of the plan.'),
});

/** The data of each type of event about an organization. */
export const organizationEventData = {
  ORGANIZATION_CREATED: z.object({ organization: organizationInEvents }),
  ORGANIZATION_UPDATED: z.object({ organization: organizationInEvents, changes: changeInEvents }),
} satisfies Partial<Record<EventType, z.ZodType>>;

export function organizationCreated(organization: OrganizationRow): NewEvent {
  return event('ORGANIZATION_CREATED', organization, { organization: organizationShown(organization) });
}

/** Returns null if nothing was changed. `before` is undefined only if the organization does not exist. */
export function organizationUpdated(
  organization: OrganizationRow,
  before: OrganizationRow | undefined,
): NewEvent | null {
  if (before === undefined) return null;
  const shown = organizationShown(organization);
  const changes = changesBetween(organizationShown(before), shown);
  return changes && event('ORGANIZATION_UPDATED', organization, { organization: shown, changes });
}

function event(type: EventType, { id }: OrganizationRow, data: NewEvent['data']): NewEvent {
  return { type, organizationId: id, targetId: id, data };
}

function organizationShown(row: OrganizationRow): z.output<typeof organizationInEvents> {
  return {
    id: formatId('organization', row.id),
    external_id: row.externalId,
    name: row.name,
    plan: row.plan,
    has_payment_method: row.hasPaymentMethod,
    rate_limit: { per_minute: row.limitPerMinute, per_hour: row.limitPerHour },
  };
}
