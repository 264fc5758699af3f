import { PermissionNotGrantable } from '../access/permission-not-grantable.ts';
import { builder } from './builder.ts';
import { ErrorInterface } from './errors.graphql.ts';
import { PermissionEnum } from './permission.graphql.ts';

builder.objectType(PermissionNotGrantable, {
  name: 'PermissionNotGrantable',
  description: 'Nobody grants a permission they lack, or takes one away.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    permissions: t.field({
      type: [PermissionEnum],
      description: 'Those that the caller lacks.',
      resolve: ({ permissions }) => [...permissions],
    }),
  }),
});
