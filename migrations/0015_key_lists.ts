import { type Kysely, sql } from 'kysely';

/**
 * Makes lists and counts of keys read no more rows than they show, however many keys an organization has. 0017 and 0026
 * build the indexes.
 */
export async function up(database: Kysely<never>): Promise<void> {
  // Now, because a transaction that first locks some of the rows and then the table can meet another in a deadlock.
  await sql`lock table api_keys in share row exclusive mode`.execute(database);
  // Of 0012. Which of the two limits was meant is not known, so both keep what they had.
  await sql`
    update api_keys
    set minute_may_exceed_plan = limit_per_minute is not null, hour_may_exceed_plan = limit_per_hour is not null
    where limits_may_exceed_plan
  `.execute(database);
  await sql`
    -- The status of a key by its row. A key that has just expired is still listed as active. An index cannot know the
    -- time. It can know noted_expiry, the expiry that a job has stored as passed.
    create function listed_status(revoked_at timestamptz, expires_at timestamptz, noted_expiry timestamptz)
      returns text language sql immutable parallel safe
      return case
        when revoked_at is not null then 'REVOKED'
        when noted_expiry = expires_at then 'EXPIRED'
        else 'ACTIVE'
      end
  `.execute(database);
  await sql`
    update api_keys set noted_expiry = expires_at where revoked_at is null and expires_at <= clock_now()
  `.execute(database);
  await addCounts(database);
}

/**
 * The number of active keys in each environment. Each change is a row, so that two changes never wait for each other. A
 * job adds them up every minute.
 */
async function addCounts(database: Kysely<never>): Promise<void> {
  await sql`
    create table api_key_counts (
      organization_id uuid not null references organizations,
      environment text not null check (environment in ('TEST', 'LIVE')),
      active bigint not null,
      primary key (organization_id, environment)
    )
  `.execute(database);
  await sql`
    create table api_key_count_changes (
      id bigint generated always as identity primary key,
      organization_id uuid not null,
      environment text not null,
      change integer not null
    )
  `.execute(database);
  await sql`
    create index api_key_count_changes_organization_id_index on api_key_count_changes (organization_id)
  `.execute(database);
  await sql`
    create function note_api_key_count() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        insert into api_key_count_changes (organization_id, environment, change)
        select organization_id, environment, count(*) from new_keys
        where listed_status(revoked_at, expires_at, noted_expiry) = 'ACTIVE'
        group by organization_id, environment;
      else
        insert into api_key_count_changes (organization_id, environment, change)
        select organization_id, environment, sum(change) from (
          select organization_id, environment, 1 as change from new_keys
          where listed_status(revoked_at, expires_at, noted_expiry) = 'ACTIVE'
          union all
          select organization_id, environment, -1 from old_keys
          where listed_status(revoked_at, expires_at, noted_expiry) = 'ACTIVE'
        ) as changed
        group by organization_id, environment
        having sum(change) <> 0;
      end if;
      return null;
    end
    $$
  `.execute(database);
  await sql`
    create trigger api_keys_count_new after insert on api_keys
      referencing new table as new_keys for each statement execute function note_api_key_count()
  `.execute(database);
  await sql`
    create trigger api_keys_count_changed after update on api_keys
      referencing old table as old_keys new table as new_keys
      for each statement execute function note_api_key_count()
  `.execute(database);
  await sql`
    insert into api_key_counts (organization_id, environment, active)
    select organization_id, environment, count(*) from api_keys
    where listed_status(revoked_at, expires_at, noted_expiry) = 'ACTIVE'
    group by organization_id, environment
  `.execute(database);
}
