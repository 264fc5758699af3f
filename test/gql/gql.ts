/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  fragment ApiKeyFields on ApiKey {\n    id name description environment scopes fullAccess maskedSecret status\n    createdAt createdBy { type id name } updatedAt expiresAt\n    revokedAt revokedBy { type id name }\n    rateLimit { perMinute perHour } ipAllowlist metadata\n  }\n": typeof types.ApiKeyFieldsFragmentDoc,
    "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      __typename\n      ... on CreateApiKeyPayload { secret apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ActiveKeyLimitReached { environment limit }\n      ... on UnknownScope { unknown { scope nearest } }\n      ... on ScopeNotGrantable { scopes }\n    }\n  }\n": typeof types.CreateApiKeyDocument,
    "\n  mutation UpdateApiKey($input: UpdateApiKeyInput!) {\n    updateApiKey(input: $input) {\n      __typename\n      ... on UpdateApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ActiveKeyLimitReached { environment limit }\n      ... on UnknownScope { unknown { scope nearest } }\n      ... on ScopeNotGrantable { scopes }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n": typeof types.UpdateApiKeyDocument,
    "\n  mutation RevokeApiKey($input: RevokeApiKeyInput!) {\n    revokeApiKey(input: $input) {\n      __typename\n      ... on RevokeApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n": typeof types.RevokeApiKeyDocument,
    "\n  query ApiKeyById($id: ID!) { apiKey(id: $id) { ...ApiKeyFields } }\n": typeof types.ApiKeyByIdDocument,
    "\n  query ApiKeyList(\n    $environment: Environment, $status: ApiKeyStatus, $search: String\n    $first: Int, $after: String, $last: Int, $before: String\n  ) {\n    organization {\n      apiKeys(\n        environment: $environment, status: $status, search: $search\n        first: $first, after: $after, last: $last, before: $before\n      ) {\n        edges { cursor node { ...ApiKeyFields } }\n        pageInfo { startCursor endCursor hasNextPage hasPreviousPage }\n      }\n    }\n  }\n": typeof types.ApiKeyListDocument,
    "\n  query Members($first: Int, $after: String) {\n    organization {\n      members(first: $first, after: $after) {\n        edges { node { id name email role permissions grantedPermissions } }\n        pageInfo { endCursor hasNextPage }\n      }\n    }\n  }\n": typeof types.MembersDocument,
    "\n  query OneMember($id: ID!) { organization { member(id: $id) { id name role grantedPermissions } } }\n": typeof types.OneMemberDocument,
    "query MyRights { organization { id viewerPermissions } }": typeof types.MyRightsDocument,
    "\n  mutation UpdateMember($input: UpdateMemberInput!) {\n    updateMember(input: $input) {\n      __typename\n      ... on UpdateMemberPayload { member { id role permissions grantedPermissions } }\n      ... on PermissionNotGrantable { code permissions }\n      ... on LastOwner { code message remedy }\n    }\n  }\n": typeof types.UpdateMemberDocument,
    "\n  mutation RemoveMember($input: RemoveMemberInput!) {\n    removeMember(input: $input) {\n      __typename\n      ... on RemoveMemberPayload { removedMemberId }\n      ... on PermissionNotGrantable { code permissions }\n      ... on LastOwner { code }\n    }\n  }\n": typeof types.RemoveMemberDocument,
    "\n  mutation TransferOwnership($input: TransferOwnershipInput!) {\n    transferOwnership(input: $input) { owner { id role } previousOwner { id role } }\n  }\n": typeof types.TransferOwnershipDocument,
};
const documents: Documents = {
    "\n  fragment ApiKeyFields on ApiKey {\n    id name description environment scopes fullAccess maskedSecret status\n    createdAt createdBy { type id name } updatedAt expiresAt\n    revokedAt revokedBy { type id name }\n    rateLimit { perMinute perHour } ipAllowlist metadata\n  }\n": types.ApiKeyFieldsFragmentDoc,
    "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      __typename\n      ... on CreateApiKeyPayload { secret apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ActiveKeyLimitReached { environment limit }\n      ... on UnknownScope { unknown { scope nearest } }\n      ... on ScopeNotGrantable { scopes }\n    }\n  }\n": types.CreateApiKeyDocument,
    "\n  mutation UpdateApiKey($input: UpdateApiKeyInput!) {\n    updateApiKey(input: $input) {\n      __typename\n      ... on UpdateApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ActiveKeyLimitReached { environment limit }\n      ... on UnknownScope { unknown { scope nearest } }\n      ... on ScopeNotGrantable { scopes }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n": types.UpdateApiKeyDocument,
    "\n  mutation RevokeApiKey($input: RevokeApiKeyInput!) {\n    revokeApiKey(input: $input) {\n      __typename\n      ... on RevokeApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n": types.RevokeApiKeyDocument,
    "\n  query ApiKeyById($id: ID!) { apiKey(id: $id) { ...ApiKeyFields } }\n": types.ApiKeyByIdDocument,
    "\n  query ApiKeyList(\n    $environment: Environment, $status: ApiKeyStatus, $search: String\n    $first: Int, $after: String, $last: Int, $before: String\n  ) {\n    organization {\n      apiKeys(\n        environment: $environment, status: $status, search: $search\n        first: $first, after: $after, last: $last, before: $before\n      ) {\n        edges { cursor node { ...ApiKeyFields } }\n        pageInfo { startCursor endCursor hasNextPage hasPreviousPage }\n      }\n    }\n  }\n": types.ApiKeyListDocument,
    "\n  query Members($first: Int, $after: String) {\n    organization {\n      members(first: $first, after: $after) {\n        edges { node { id name email role permissions grantedPermissions } }\n        pageInfo { endCursor hasNextPage }\n      }\n    }\n  }\n": types.MembersDocument,
    "\n  query OneMember($id: ID!) { organization { member(id: $id) { id name role grantedPermissions } } }\n": types.OneMemberDocument,
    "query MyRights { organization { id viewerPermissions } }": types.MyRightsDocument,
    "\n  mutation UpdateMember($input: UpdateMemberInput!) {\n    updateMember(input: $input) {\n      __typename\n      ... on UpdateMemberPayload { member { id role permissions grantedPermissions } }\n      ... on PermissionNotGrantable { code permissions }\n      ... on LastOwner { code message remedy }\n    }\n  }\n": types.UpdateMemberDocument,
    "\n  mutation RemoveMember($input: RemoveMemberInput!) {\n    removeMember(input: $input) {\n      __typename\n      ... on RemoveMemberPayload { removedMemberId }\n      ... on PermissionNotGrantable { code permissions }\n      ... on LastOwner { code }\n    }\n  }\n": types.RemoveMemberDocument,
    "\n  mutation TransferOwnership($input: TransferOwnershipInput!) {\n    transferOwnership(input: $input) { owner { id role } previousOwner { id role } }\n  }\n": types.TransferOwnershipDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ApiKeyFields on ApiKey {\n    id name description environment scopes fullAccess maskedSecret status\n    createdAt createdBy { type id name } updatedAt expiresAt\n    revokedAt revokedBy { type id name }\n    rateLimit { perMinute perHour } ipAllowlist metadata\n  }\n"): (typeof documents)["\n  fragment ApiKeyFields on ApiKey {\n    id name description environment scopes fullAccess maskedSecret status\n    createdAt createdBy { type id name } updatedAt expiresAt\n    revokedAt revokedBy { type id name }\n    rateLimit { perMinute perHour } ipAllowlist metadata\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      __typename\n      ... on CreateApiKeyPayload { secret apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ActiveKeyLimitReached { environment limit }\n      ... on UnknownScope { unknown { scope nearest } }\n      ... on ScopeNotGrantable { scopes }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      __typename\n      ... on CreateApiKeyPayload { secret apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ActiveKeyLimitReached { environment limit }\n      ... on UnknownScope { unknown { scope nearest } }\n      ... on ScopeNotGrantable { scopes }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateApiKey($input: UpdateApiKeyInput!) {\n    updateApiKey(input: $input) {\n      __typename\n      ... on UpdateApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ActiveKeyLimitReached { environment limit }\n      ... on UnknownScope { unknown { scope nearest } }\n      ... on ScopeNotGrantable { scopes }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateApiKey($input: UpdateApiKeyInput!) {\n    updateApiKey(input: $input) {\n      __typename\n      ... on UpdateApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ActiveKeyLimitReached { environment limit }\n      ... on UnknownScope { unknown { scope nearest } }\n      ... on ScopeNotGrantable { scopes }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeApiKey($input: RevokeApiKeyInput!) {\n    revokeApiKey(input: $input) {\n      __typename\n      ... on RevokeApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeApiKey($input: RevokeApiKeyInput!) {\n    revokeApiKey(input: $input) {\n      __typename\n      ... on RevokeApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ApiKeyById($id: ID!) { apiKey(id: $id) { ...ApiKeyFields } }\n"): (typeof documents)["\n  query ApiKeyById($id: ID!) { apiKey(id: $id) { ...ApiKeyFields } }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ApiKeyList(\n    $environment: Environment, $status: ApiKeyStatus, $search: String\n    $first: Int, $after: String, $last: Int, $before: String\n  ) {\n    organization {\n      apiKeys(\n        environment: $environment, status: $status, search: $search\n        first: $first, after: $after, last: $last, before: $before\n      ) {\n        edges { cursor node { ...ApiKeyFields } }\n        pageInfo { startCursor endCursor hasNextPage hasPreviousPage }\n      }\n    }\n  }\n"): (typeof documents)["\n  query ApiKeyList(\n    $environment: Environment, $status: ApiKeyStatus, $search: String\n    $first: Int, $after: String, $last: Int, $before: String\n  ) {\n    organization {\n      apiKeys(\n        environment: $environment, status: $status, search: $search\n        first: $first, after: $after, last: $last, before: $before\n      ) {\n        edges { cursor node { ...ApiKeyFields } }\n        pageInfo { startCursor endCursor hasNextPage hasPreviousPage }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Members($first: Int, $after: String) {\n    organization {\n      members(first: $first, after: $after) {\n        edges { node { id name email role permissions grantedPermissions } }\n        pageInfo { endCursor hasNextPage }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Members($first: Int, $after: String) {\n    organization {\n      members(first: $first, after: $after) {\n        edges { node { id name email role permissions grantedPermissions } }\n        pageInfo { endCursor hasNextPage }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OneMember($id: ID!) { organization { member(id: $id) { id name role grantedPermissions } } }\n"): (typeof documents)["\n  query OneMember($id: ID!) { organization { member(id: $id) { id name role grantedPermissions } } }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MyRights { organization { id viewerPermissions } }"): (typeof documents)["query MyRights { organization { id viewerPermissions } }"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateMember($input: UpdateMemberInput!) {\n    updateMember(input: $input) {\n      __typename\n      ... on UpdateMemberPayload { member { id role permissions grantedPermissions } }\n      ... on PermissionNotGrantable { code permissions }\n      ... on LastOwner { code message remedy }\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateMember($input: UpdateMemberInput!) {\n    updateMember(input: $input) {\n      __typename\n      ... on UpdateMemberPayload { member { id role permissions grantedPermissions } }\n      ... on PermissionNotGrantable { code permissions }\n      ... on LastOwner { code message remedy }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveMember($input: RemoveMemberInput!) {\n    removeMember(input: $input) {\n      __typename\n      ... on RemoveMemberPayload { removedMemberId }\n      ... on PermissionNotGrantable { code permissions }\n      ... on LastOwner { code }\n    }\n  }\n"): (typeof documents)["\n  mutation RemoveMember($input: RemoveMemberInput!) {\n    removeMember(input: $input) {\n      __typename\n      ... on RemoveMemberPayload { removedMemberId }\n      ... on PermissionNotGrantable { code permissions }\n      ... on LastOwner { code }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TransferOwnership($input: TransferOwnershipInput!) {\n    transferOwnership(input: $input) { owner { id role } previousOwner { id role } }\n  }\n"): (typeof documents)["\n  mutation TransferOwnership($input: TransferOwnershipInput!) {\n    transferOwnership(input: $input) { owner { id role } previousOwner { id role } }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;