import { builder } from '../graphql/builder.ts';
import type { Role as RoleName } from './role.ts';

export const Role = builder.enumType('Role', {
  description: 'What a member is in the organization. The permissions of each are in docs/permissions.md.',
  values: {
    OWNER: { description: 'Holds every permission. There is always at least one.' },
    ADMIN: { description: 'Manages members and settings.' },
    MEMBER: { description: 'Reads; does more by granted permissions.' },
  } satisfies Record<RoleName, object>,
});
