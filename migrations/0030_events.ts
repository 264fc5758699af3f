import { type Kysely, sql } from 'kysely';

/**
 * The log of events. A change writes its event into `unsealed_events`, in its own transaction. The sealer moves committed
 * events to `events`, where each has its place in the log of its organization.
 */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table unsealed_events (
      position bigint generated always as identity primary key,
      id uuid not null unique,
      -- The nil UUID stands for the installation. There is no foreign key: the log outlives what it speaks of.
      organization_id uuid not null,
      type text not null,
      environment text,
      actor_id uuid,
      target_id uuid,
      occurred_at timestamptz not null,
      body text not null
    )
  `.execute(database);
  await sql`
    create index unsealed_events_organization_index on unsealed_events (organization_id, position)
  `.execute(database);
  await sql`
    create table events (
      organization_id uuid not null,
      sequence bigint not null,
      id uuid not null unique,
      type text not null,
      environment text,
      actor_id uuid,
      target_id uuid,
      occurred_at timestamptz not null,
      body text not null,
      head bytea not null,
      primary key (organization_id, sequence)
    )
  `.execute(database);
  await sql`
    create index events_target_index on events (organization_id, target_id, sequence) where target_id is not null
  `.execute(database);
  await sql`
    create index events_actor_index on events (organization_id, actor_id, sequence) where actor_id is not null
  `.execute(database);
  await sql`create index events_type_index on events (organization_id, type, sequence)`.execute(database);
  await sql`create index events_time_index on events (occurred_at)`.execute(database);
  await sql`
    create table event_logs (
      organization_id uuid primary key,
      -- The last event, and the hash of the log up to it.
      sequence bigint not null,
      head bytea not null,
      -- The last event that was deleted because of its age, and the hash of the log up to it.
      deleted_sequence bigint not null default 0,
      deleted_head bytea not null
    )
  `.execute(database);
  await sql`
    create table event_personal_data (
      event_id uuid primary key,
      user_id uuid,
      email text,
      salt bytea not null,
      data text not null
    )
  `.execute(database);
  await sql`
    create index event_personal_data_user_index on event_personal_data (user_id) where user_id is not null
  `.execute(database);
  await sql`
    create index event_personal_data_email_index on event_personal_data (email) where email is not null
  `.execute(database);
}
