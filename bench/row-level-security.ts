import { execute } from './database.ts';

export const visitorRole = 'bench_visitor';

/**
 * Lets a role read the rows of the organizations of the person in `bench.user_id`, as PostGraphile's documentation
 * recommends. The policies call stable functions that are not subject to policies themselves. The policies do not
 * apply to the owner of the tables, which is the role of Latchkey and the other PostGraphile.
 */
export async function addRowLevelSecurity(url: string): Promise<void> {
  await execute(
    url,
    `
    create role ${visitorRole};
    create schema bench;
    create function bench.user_id() returns uuid language sql stable
      as $$ select nullif(current_setting('bench.user_id', true), '')::uuid $$;
    create function bench.organization_ids() returns setof uuid language sql stable security definer
      as $$ select organization_id from public.members where user_id = bench.user_id() and removed_at is null $$;
    create function bench.colleague_ids() returns setof uuid language sql stable security definer
      as $$ select user_id from public.members where organization_id in (select bench.organization_ids()) $$;
    grant usage on schema public, bench to ${visitorRole};
    grant select on api_keys, members, users to ${visitorRole};
    alter table api_keys enable row level security;
    alter table members enable row level security;
    alter table users enable row level security;
    create policy own_organization on api_keys for select to ${visitorRole}
      using (organization_id in (select bench.organization_ids()));
    create policy own_organization on members for select to ${visitorRole}
      using (organization_id in (select bench.organization_ids()));
    create policy colleague on users for select to ${visitorRole}
      using (id in (select bench.colleague_ids()));
  `,
  );
}
