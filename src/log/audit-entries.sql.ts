import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { installationLog } from './installation-log.ts';

/** Where a log ends, and what was deleted of it because of its age. */
export type LogState = {
  /** Null: the log of the installation. */
  readonly organizationId: string | null;
  readonly sequence: number;
  readonly head: Buffer;
  readonly deletedSequence: number;
  readonly deletedHead: Buffer;
};

/** Of one organization, of the installation's own log (null), or of all logs (undefined). */
export type WhichLogs = string | null | undefined;

/** Returns where each log ends, in the order of the ids. The log of the installation is the first. */
export async function readLogStates(database: Database, which: WhichLogs): Promise<LogState[]> {
  const { rows } = await sql<LogState>`
    select ${organizationOrNull}, sequence, head, deleted_sequence, deleted_head from event_logs
    where ${ofLogs(which)} order by event_logs.organization_id
  `.execute(database);
  return rows;
}

export type AuditedRow = {
  readonly organizationId: string | null;
  readonly sequence: number;
  readonly body: string;
  readonly head: Buffer;
  readonly salt: Buffer | null;
  readonly data: string | null;
  /** They repeat parts of the text, for filters. */
  readonly id: string;
  readonly type: string;
  readonly environment: string | null;
  readonly actorId: string | null;
  readonly targetId: string | null;
  readonly occurredAt: Date;
};

export type LogPlace = { readonly organizationId: string | null; readonly sequence: number };

/** Before all events of all logs. */
export const firstPlace: LogPlace = { organizationId: null, sequence: 0 };

/** Returns the next sealed events: log by log, each in its order. */
export async function readAuditedRows(
  database: Database,
  which: WhichLogs,
  { organizationId, sequence }: LogPlace,
  limit: number,
): Promise<AuditedRow[]> {
  const { rows } = await sql<AuditedRow>`
    select ${organizationOrNull}, sequence, body, head, personal.salt, personal.data,
      page.id, page.type, page.environment, page.actor_id, page.target_id, page.occurred_at
    from (
      select organization_id, sequence, body, head, id, type, environment, actor_id, target_id, occurred_at from events
      where ${ofLogs(which)} and (organization_id, sequence) > (${organizationId ?? installationLog}::uuid, ${sequence}::bigint)
      order by organization_id, sequence limit ${limit}
    ) page
    left join event_personal_data personal on personal.event_id = page.id
    order by page.organization_id, page.sequence
  `.execute(database);
  return rows;
}

const organizationOrNull = sql`nullif(organization_id, ${sql.lit(installationLog)}::uuid) as organization_id`;

function ofLogs(which: WhichLogs): RawBuilder<boolean> {
  return which === undefined ? sql`true` : sql`organization_id = ${which ?? installationLog}::uuid`;
}
