import { builder } from '../graphql/builder.ts';
import type { Role as RoleName } from './role.ts';

export const Role = builder.enumType('Role', {
  description: 'The role of a member. docs/permissions.md lists the permissions of each role.',
  values: {
    OWNER: { description: 'Holds every permission. There is always at least one.' },
    ADMIN: { description: 'Manages members and settings.' },
    MEMBER: { description: 'Reads. Granted permissions add to this.' },
  } satisfies Record<RoleName, object>,
});
