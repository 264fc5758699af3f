import { sql } from 'kysely';
import { z } from 'zod';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import type { Database } from '../database/database.ts';
import { effectiveLimitsSql } from './effective-limits.sql.ts';

const windowsRow = z.object({
  apiKeyId: z.string(),
  minuteLimit: z.int().nullable(),
  minuteUsed: z.int(),
  minute: z.int(),
  hourLimit: z.int().nullable(),
  hourUsed: z.int(),
  hour: z.int(),
});

export type WindowsRow = z.output<typeof windowsRow>;

/** Finds the current minute and hour of each of these keys, with what is used of them. */
export async function findWindows(
  database: Database,
  configuration: ProductConfiguration,
  apiKeyIds: readonly string[],
): Promise<WindowsRow[]> {
  const limits = effectiveLimitsSql(configuration);
  const { rows } = await sql`
    with moment as (
      select floor(extract(epoch from clock_now()) / 60)::int as minute,
        floor(extract(epoch from clock_now()) / 3600)::int as hour
    )
    select key.id as api_key_id,
      ${sql.raw(limits.perMinute)} as minute_limit,
      ${sql.raw(limits.perHour)} as hour_limit,
      case when used.minute >= moment.minute then used.minute_used else 0 end as minute_used,
      case when used.hour >= moment.hour then used.hour_used else 0 end as hour_used,
      greatest(used.minute, moment.minute) as minute,
      greatest(used.hour, moment.hour) as hour
    from api_keys key
    join organizations organization on organization.id = key.organization_id
    left join rate_limit_windows used on used.api_key_id = key.id
    cross join moment
    where key.id = any(${apiKeyIds}::uuid[])
  `.execute(database);
  return z.array(windowsRow).parse(rows);
}
