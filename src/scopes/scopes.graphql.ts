import { builder } from '../graphql/builder.ts';
import type { ScopeDefinition as ScopeDefinitionShape } from './scope-catalog.ts';

export const ScopeDefinition = builder.objectRef<ScopeDefinitionShape>('ScopeDefinition').implement({
  description: 'A scope that keys of this product can hold.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As keys hold it: `invoices:read`.' }),
    description: t.exposeString('description', { description: 'What it allows.' }),
    resource: t.exposeString('resource', { description: 'What it is about: `invoices`.' }),
  }),
});

builder.queryField('scopes', (t) =>
  t.field({
    type: [ScopeDefinition],
    description:
      'The catalog of scopes. Besides these, `resource:*` grants all actions on a resource, and full access everything.',
    authScopes: { public: true },
    resolve: (_parent, _args, { configuration }) => [...configuration.scopes.definitions],
  }),
);
