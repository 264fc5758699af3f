import { z } from 'zod';
import { roles } from '../members/role.ts';
import { isPermission, type Permission } from '../permissions.ts';

/** Text columns of rights, back to their types. A name that this version no longer knows grants nothing. */
export function parsePermissions(stored: readonly string[]): readonly Permission[] {
  return stored.filter(isPermission);
}

export const roleSchema = z.enum(roles);

const memberSchema = z.object({
  memberId: z.string(),
  organizationId: z.string(),
  role: roleSchema,
  permissions: z.array(z.string()).transform(parsePermissions),
});

export function parseMember(row: unknown): z.output<typeof memberSchema> {
  return memberSchema.parse(row);
}
