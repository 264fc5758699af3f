import { builder } from './graphql/builder.ts';
import { permissionNames, permissions } from './permissions.ts';

export const PermissionEnum = builder.enumType('Permission', {
  description: 'A right. Roles hold some, and members can be granted some apart from their role.',
  values: Object.fromEntries(
    permissionNames.map((name) => [name, { value: name, description: permissions[name].description }]),
  ),
});
