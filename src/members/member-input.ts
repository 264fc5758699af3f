import { z } from 'zod';
import { isEmailAddress, normalizeEmail } from '../lib/email.ts';
import { lineOfText } from '../lib/text.ts';
import { grantablePermissions, isPermission, type Permission, permissions } from '../permissions.ts';
import { roles } from './role.ts';

export const emailAddress = lineOfText(254)
  .transform(normalizeEmail)
  .refine(isEmailAddress, 'expected an email address');

const role = z.enum(roles);

const grantablePermission = z.custom<Permission>(
  (value) => typeof value === 'string' && isPermission(value) && permissions[value].grantable,
  `expected one that can be granted to members: ${grantablePermissions.join(', ')}`,
);

const grants = z.array(grantablePermission).max(50).transform(inOrder);

export const inviteMemberInput = z.strictObject({
  email: emailAddress,
  role,
  permissions: grants.nullish(),
});

/** Omitted fields keep their value. */
export const updateMemberInput = z.strictObject({
  memberId: z.string(),
  role: role.nullish(),
  permissions: grants.nullish(),
});

export const chosenMemberInput = z.strictObject({ memberId: z.string() });

export const chosenInvitationInput = z.strictObject({ id: z.string() });

export const acceptInvitationInput = z.strictObject({
  token: z.string().max(200, 'expected at most 200 characters'),
  name: lineOfText(100).nullish(),
  password: z.string().nullish(),
});

/** Returns each permission once and in the registry's order, so that equal grants are stored equally. */
function inOrder(granted: readonly Permission[]): Permission[] {
  return grantablePermissions.filter((name) => granted.includes(name));
}
