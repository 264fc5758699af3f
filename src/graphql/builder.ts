import SchemaBuilder from '@pothos/core';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { authorizeActive, authorizeSignedIn } from '../access/authorize.ts';
import { checkPermission } from '../access/note-forbidden.ts';
import { Refusal } from '../errors.ts';
import type { Permission } from '../permissions.ts';
import type { GraphQLContext } from './context.ts';
import { declaredRights } from './declared-rights.ts';

/**
 * The requirements that a field can declare; all of them must hold. Every root field and every field that leads to an
 * object declares some. `{ public: true }` declares that nothing is required (declared-rights.ts).
 */
type AuthScopes = {
  public: boolean;
  /** A person who is signed in, in any organization or none. */
  signedIn: boolean;
  permission: Permission;
  /** The organization with this UUID must be the caller's current one. */
  activeOrganization: string;
};

export type SchemaTypes = {
  Context: GraphQLContext;
  AuthScopes: AuthScopes;
  DefaultAuthStrategy: 'all';
  DefaultFieldNullability: false;
  DefaultInputFieldRequiredness: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    Date: { Input: Date; Output: Date };
    JSON: { Input: unknown; Output: unknown };
  };
};

export const builder = new SchemaBuilder<SchemaTypes>({
  // ScopeAuth comes before Errors, so that a refusal never becomes a member of a result union.
  plugins: [declaredRights, ScopeAuthPlugin, ErrorsPlugin, RelayPlugin, DataloaderPlugin],
  defaultFieldNullability: false,
  scopeAuth: {
    // The plugin's default is "any", with which a second requirement would allow more callers, not fewer.
    defaultStrategy: 'all',
    authorizeOnSubscribe: true,
    // A requirement that does not hold throws a Refusal with its code.
    authScopes: (context) => ({
      public: true,
      signedIn: () => {
        authorizeSignedIn(context.actor);
        return true;
      },
      permission: (permission) => {
        checkPermission(context, permission);
        return true;
      },
      activeOrganization: (organizationId) => {
        authorizeActive(context.actor, organizationId);
        return true;
      },
    }),
    unauthorizedError: () => new Refusal('FORBIDDEN'),
  },
  relay: {
    clientMutationId: 'omit',
    cursorType: 'String',
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    edgesFieldOptions: { nullable: false, description: 'The entries of this page, each with its cursor.' },
    nodeFieldOptions: { nullable: false, description: 'The entry.' },
    cursorFieldOptions: { description: 'The place of the entry, for `after` and `before`.' },
    pageInfoTypeOptions: { description: 'Where a page begins and ends, and whether there are more.' },
    pageInfoFieldOptions: { description: 'Where this page begins and ends.' },
    hasNextPageFieldOptions: { description: 'Whether entries follow this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether entries precede this page.' },
    startCursorFieldOptions: { description: 'The first entry’s cursor: `before` for the page before.' },
    endCursorFieldOptions: { description: 'The last entry’s cursor: `after` for the next page.' },
    firstArgOptions: {
      description: 'The maximum number of entries, from the beginning: 0 to 100. Default: 20.',
    },
    afterArgOptions: { description: 'Return only entries after this cursor.' },
    lastArgOptions: { description: 'The maximum number of entries, from the end: 0 to 100.' },
    beforeArgOptions: { description: 'Return only entries before this cursor.' },
  },
  errors: {
    directResult: true,
    defaultTypes: [],
    defaultUnionOptions: {
      name: ({ fieldName }) => `${fieldName.charAt(0).toUpperCase()}${fieldName.slice(1)}Result`,
      description: 'The payload of success, or an error to branch on.',
    },
  },
});

builder.queryType({ description: 'Reads data.' });
builder.mutationType({ description: 'Changes data.' });
builder.subscriptionType({ description: 'Follows what happens, as server-sent events.' });
