import { builder } from '../graphql/builder.ts';
import type { ScopeDefinition as ScopeDefinitionShape } from './scope-catalog.ts';

export const ScopeDefinition = builder.objectRef<ScopeDefinitionShape>('ScopeDefinition').implement({
  description: 'A scope that keys of this product can hold.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name of the scope: `invoices:read`.' }),
    description: t.exposeString('description', { description: 'What it allows.' }),
    resource: t.exposeString('resource', { description: 'The resource of the scope: `invoices`.' }),
  }),
});

builder.queryField('scopes', (t) =>
  t.field({
    type: [ScopeDefinition],
    description:
      'The catalog of scopes. A key can also hold `resource:*`, for all actions on a resource, and full access, for everything except the management of keys.',
    authScopes: { public: true },
    resolve: (_parent, _args, { configuration }) => [...configuration.scopes.definitions],
  }),
);
