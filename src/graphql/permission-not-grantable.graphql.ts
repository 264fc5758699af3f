import { PermissionNotGrantable } from '../access/permission-not-grantable.ts';
import { builder } from './builder.ts';
import { ErrorInterface } from './errors.graphql.ts';
import { PermissionEnum } from './permission.graphql.ts';

builder.objectType(PermissionNotGrantable, {
  name: 'PermissionNotGrantable',
  description: 'The caller tried to grant or remove a permission that they do not have.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    permissions: t.field({
      type: [PermissionEnum],
      description: 'The permissions that the caller lacks.',
      resolve: ({ permissions }) => [...permissions],
    }),
  }),
});
