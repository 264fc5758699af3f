import { environmentNames, environments } from '../environment.ts';
import { eventTypeNamed } from '../events.ts';
import { parseAnyId } from '../lib/ids.ts';
import type { AuditedRow } from '../log/audit-entries.sql.ts';
import type { EventBody } from '../log/event-body.ts';

/** The columns of an event that repeat parts of its text. */
export type EventColumns = Pick<
  AuditedRow,
  'id' | 'type' | 'environment' | 'actorId' | 'targetId' | 'occurredAt'
>;

/** Whether the columns say what the text says. If not, a filtered list hides the event, or shows it wrongly. */
export function agree(columns: EventColumns, content: EventBody): boolean {
  return (
    columns.id === parseAnyId(content.id) &&
    columns.type === eventTypeNamed(content.type) &&
    columns.environment === environmentNamed(content.environment) &&
    columns.actorId === uuidOf(content.actor) &&
    columns.targetId === uuidOf(content.target) &&
    columns.occurredAt.getTime() === Date.parse(content.occurred_at)
  );
}

function uuidOf(reference: { readonly id: string } | null): string | null {
  return reference && parseAnyId(reference.id);
}

function environmentNamed(sent: string | null): string | null | undefined {
  return sent === null ? null : environments.find((each) => environmentNames[each] === sent);
}
