import { builder } from '../graphql/builder.ts';
import { ErrorInterface } from '../graphql/errors.graphql.ts';
import { PermissionEnum } from '../permissions.graphql.ts';
import { PermissionNotGrantable } from './permission-not-grantable.ts';

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
