import { permissionNames, permissions } from '../permissions.ts';
import { builder } from './builder.ts';

export const PermissionEnum = builder.enumType('Permission', {
  description: 'A permission. A role includes some permissions, and a member can be granted more.',
  values: Object.fromEntries(
    permissionNames.map((name) => [name, { value: name, description: permissions[name].description }]),
  ),
});
