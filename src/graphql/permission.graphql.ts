import { permissionNames, permissions } from '../permissions.ts';
import { builder } from './builder.ts';

export const PermissionEnum = builder.enumType('Permission', {
  description: 'A right. Roles hold some, and members can be granted some apart from their role.',
  values: Object.fromEntries(
    permissionNames.map((name) => [name, { value: name, description: permissions[name].description }]),
  ),
});
