/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** The kinds of actor. */
export type ActorType =
  | 'API_KEY'
  | 'MEMBER'
  | 'SERVICE';

/** Whether a key can authenticate. */
export type ApiKeyStatus =
  /** It can. */
  | 'ACTIVE'
  /** Its time has ended. A new expiry brings it back. */
  | 'EXPIRED'
  /** It was revoked, for good. */
  | 'REVOKED';

/** A new key. */
export type CreateApiKeyInput = {
  /** What it is for; at most 1000 characters. */
  readonly description?: string | null | undefined;
  /** Where it will work. */
  readonly environment: Environment;
  /** When it ends. Default: never, where allowed. */
  readonly expiresAt?: string | null | undefined;
  /** Instead: it ends at 00:00 UTC of this date. */
  readonly expiresOn?: string | null | undefined;
  /** Whether it may do everything. */
  readonly fullAccess?: boolean | null | undefined;
  /** Addresses it may be used from: single ones, or CIDR ranges. */
  readonly ipAllowlist?: ReadonlyArray<string> | null | undefined;
  /** A JSON object of at most 4096 bytes. */
  readonly metadata?: unknown;
  /** What people call it; at most 100 characters. */
  readonly name: string;
  /** Its own limits; at most the plan’s. */
  readonly rateLimit?: RateLimitInput | null | undefined;
  /** Scopes of the catalog, `resource:*`, or full access by its name. */
  readonly scopes?: ReadonlyArray<string> | null | undefined;
};

/** What a key is for. A key of one environment never works in the other. */
export type Environment =
  /** Production; `sk_live_…`. */
  | 'LIVE'
  /** Building and testing; `sk_test_…`. */
  | 'TEST';

/** A key’s own limits. What is left out, or null, is the plan’s. */
export type RateLimitInput = {
  /** Requests within one hour. */
  readonly perHour?: number | null | undefined;
  /** Requests within one minute. */
  readonly perMinute?: number | null | undefined;
};

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { readonly createApiKey:
    | { readonly __typename: 'ActiveKeyLimitReached', readonly code: string, readonly message: string, readonly remedy: string }
    | { readonly __typename: 'CreateApiKeyPayload', readonly secret: string, readonly apiKey: { readonly id: string, readonly name: string, readonly description: string | null, readonly environment: Environment, readonly scopes: ReadonlyArray<string>, readonly fullAccess: boolean, readonly maskedSecret: string, readonly status: ApiKeyStatus, readonly expiresAt: string | null, readonly revokedAt: string | null, readonly ipAllowlist: ReadonlyArray<string>, readonly metadata: unknown, readonly createdBy: { readonly type: ActorType, readonly id: string, readonly name: string } | null, readonly rateLimit: { readonly perMinute: number | null, readonly perHour: number | null } } }
    | { readonly __typename: 'LiveKeysNotEnabled', readonly code: string, readonly message: string, readonly remedy: string }
    | { readonly __typename: 'ScopeNotGrantable', readonly code: string, readonly message: string, readonly remedy: string }
    | { readonly __typename: 'UnknownScope', readonly code: string, readonly message: string, readonly remedy: string }
   };


export const CreateApiKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateApiKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiKeyPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"fullAccess"}},{"kind":"Field","name":{"kind":"Name","value":"maskedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"ipAllowlist"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"perMinute"}},{"kind":"Field","name":{"kind":"Name","value":"perHour"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}}]}}]} as unknown as DocumentNode<CreateApiKeyMutation, CreateApiKeyMutationVariables>;