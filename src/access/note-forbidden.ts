import { Refusal } from '../errors.ts';
import { recordEvents } from '../log/record-events.ts';
import type { Permission } from '../permissions.ts';
import { activeOrganizationOf, authorizeAny } from './authorize.ts';
import { causeOf } from './cause-of.ts';
import type { RequestContext } from './context.ts';
import { accessForbidden } from './forbidden.events.ts';

/** Refuses a caller who lacks the permission, and records the refusal. */
export function checkPermission(context: NotingContext, permission: Permission): void {
  try {
    authorizeAny(context.actor, permission);
  } catch (error) {
    noteForbidden(context, permission, error);
    throw error;
  }
}

type NotingContext = Pick<RequestContext, 'actor' | 'origin' | 'clock' | 'refusals'>;

/** Records an error if it says that a known caller may not do something. */
export function noteForbidden(context: NotingContext, permission: Permission, error: unknown): void {
  if (!(error instanceof Refusal) || error.code !== 'FORBIDDEN') return;
  const cause = causeOf(context);
  const event = accessForbidden(activeOrganizationOf(context.actor), permission);
  context.refusals.note(
    (transaction) => recordEvents(transaction, cause, [event]),
    `${cause.actor?.id} ${event.organizationId} ${permission}`,
  );
}
