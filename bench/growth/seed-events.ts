import { formatId } from '../../src/lib/ids.ts';
import { execute } from '../database.ts';
import { idSql, type Size } from './seed.ts';

/** An instant since which the measured organization has events, one every ten seconds. */
export const firstEventAt = new Date(Date.UTC(2022, 0, 1));
const secondsBetween = 10;

export function eventAt(number: number): Date {
  return new Date(firstEventAt.getTime() + number * secondsBetween * 1000);
}

/** The first events of the log were all caused by this member, and nobody else caused any of these types. */
export const former = {
  count: 30,
  memberId: '01900000-0a0a-7000-8000-000000000001',
  types: ['MEMBER_REMOVED', 'MEMBER_JOINED'],
} as const;

/** Each key has so many events. */
const eventsOfKey = 20;

/** A key with a history. */
export function keyWithHistory({ events, keys }: Size): string {
  return keyIdOf(Math.min(keys, Math.floor(events / eventsOfKey / 2)));
}

function keyIdOf(number: number): string {
  const uuid = `01900000-0b01-7000-8000-${number.toString(16).padStart(12, '0')}`;
  return formatId('apiKey', uuid);
}

const columns =
  'organization_id, sequence, id, type, environment, actor_id, target_id, occurred_at, latest_at, body, head';

/** The bench does not verify the log. So all heads are the same. */
export async function seedEvents(
  url: string,
  organization: string,
  member: string,
  { events, organizations }: Size,
): Promise<void> {
  const body = JSON.stringify({
    id: 'evt_01h455vb4pex5vsknk084sn02q',
    type: 'api_key.updated',
    api_version: '2026-12-01',
    organization_id: formatId('organization', organization),
    environment: 'live',
    occurred_at: firstEventAt.toISOString(),
    actor: { type: 'member', id: formatId('member', member) },
    via: 'session',
    target: null,
    request_id: null,
    data: { text: 'As long as that of most events. '.repeat(15) },
    personal_data: null,
  });
  const at = `$5::timestamptz + n * ${secondsBetween} * interval '1 second'`;
  await execute(
    url,
    `insert into events (${columns})
      select $1, n, ${idSql('0e02', 'n')},
        case when n <= $6 then ($7::text[])[1 + n % 2]
          when n % 10 < 7 then 'API_KEY_UPDATED' when n % 10 < 9 then 'API_KEY_CREATED' else 'API_KEY_REVOKED' end,
        case when n <= $6 then 'TEST' else 'LIVE' end,
        case when n <= $6 then $8::uuid else $2::uuid end,
        ${idSql('0b01', `n / ${eventsOfKey}`)}, ${at}, ${at}, $4, sha256('')
      from generate_series(1, $3::int) n`,
    [organization, member, events, body, firstEventAt, former.count, [...former.types], former.memberId],
  );
  await execute(
    url,
    `insert into events (${columns})
      select ${idSql('0a01', '1 + n % $1::int')}, 1 + n / $1::int, ${idSql('0e03', 'n')}, 'API_KEY_UPDATED', 'LIVE',
        ${idSql('0a01', '1')}, ${idSql('0b02', 'n')}, $3::timestamptz, $3, $2, sha256('')
      from generate_series(0, $1::int * 10 - 1) n`,
    [organizations, body, firstEventAt],
  );
  await execute(
    url,
    `insert into event_logs (organization_id, sequence, head, deleted_head, latest_at, max_lateness_ms)
      select organization_id, max(sequence), sha256(''), sha256(''), max(latest_at), 5000 from events group by 1`,
  );
}
