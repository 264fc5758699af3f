import SchemaBuilder from '@pothos/core';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { expect, test } from 'vitest';
import { declaredRights, requiresExtension } from '../../src/graphql/declared-rights.ts';

type Types = { AuthScopes: { public: boolean; signedIn: boolean; permission: string } };

/** A schema of its own, built with the plugin as src/graphql/builder.ts is. */
function scratchBuilder() {
  const builder = new SchemaBuilder<Types>({
    plugins: [declaredRights, ScopeAuthPlugin],
    scopeAuth: { authScopes: () => ({ public: true, signedIn: false, permission: () => false }) },
  });
  builder.queryType({});
  builder.mutationType({});
  return builder;
}

const open = { public: true } as const;

test('a query or mutation that declares no rights fails the build', () => {
  const withQuery = scratchBuilder();
  withQuery.queryField('forgotten', (t) => t.string({ resolve: () => '' }));
  withQuery.mutationField('declared', (t) => t.string({ authScopes: open, resolve: () => '' }));
  expect(() => withQuery.toSchema()).toThrow('Query.forgotten declares no rights');
  const withMutation = scratchBuilder();
  withMutation.queryField('declared', (t) => t.string({ authScopes: open, resolve: () => '' }));
  withMutation.mutationField('forgotten', (t) => t.string({ resolve: () => '' }));
  expect(() => withMutation.toSchema()).toThrow('Mutation.forgotten declares no rights');
});

test.each([
  ['an object', false],
  ['a list of objects', true],
])('a field that leads to %s and declares no rights fails the build, wherever it is', (_what, isList) => {
  const builder = scratchBuilder();
  const Inner = builder
    .objectRef<{ name: string }>('Inner')
    .implement({ fields: (t) => ({ name: t.exposeString('name', {}) }) });
  const Outer = builder.objectRef<object>('Outer').implement({
    fields: (t) => ({
      inner: isList
        ? t.field({ type: [Inner], resolve: () => [] })
        : t.field({ type: Inner, resolve: () => ({ name: '' }) }),
    }),
  });
  builder.queryField('outer', (t) => t.field({ type: Outer, authScopes: open, resolve: () => ({}) }));
  builder.mutationField('declared', (t) => t.string({ authScopes: open, resolve: () => '' }));
  expect(() => builder.toSchema()).toThrow('Outer.inner declares no rights');
});

test('no rights at all, an empty object, are as good as none declared', () => {
  const builder = scratchBuilder();
  builder.queryField('forgotten', (t) => t.string({ authScopes: {}, resolve: () => '' }));
  builder.mutationField('declared', (t) => t.string({ authScopes: open, resolve: () => '' }));
  expect(() => builder.toSchema()).toThrow('Query.forgotten declares no rights');
});

test('a plain value within an object needs no declaration; what is declared is described and kept', () => {
  const builder = scratchBuilder();
  const rights = { permission: 'READ' } as const;
  builder.queryField('read', (t) =>
    t.string({ description: 'Reads.', authScopes: rights, resolve: () => '' }),
  );
  builder.queryField('whoami', (t) => t.string({ authScopes: { signedIn: true }, resolve: () => '' }));
  builder.mutationField('open', (t) =>
    t.string({ description: 'Open.', authScopes: open, resolve: () => '' }),
  );
  const schema = builder.toSchema();
  const { read, whoami } = schema.getQueryType()?.getFields() ?? {};
  expect(read).toMatchObject({
    description: 'Reads.\n\nRequires READ.',
    extensions: { [requiresExtension]: 'READ' },
  });
  expect(whoami?.description).toBe('Requires a signed-in person.');
  expect(schema.getMutationType()?.getFields()['open']?.description).toBe('Open.');
});
