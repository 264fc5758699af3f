import { graphql } from '../gql/index.ts';

// Everything that a key shows, but for its usage; the documents below name it.
graphql(`
  fragment ApiKeyFields on ApiKey {
    id name description environment scopes fullAccess maskedSecret status
    createdAt createdBy { type id name } updatedAt expiresAt
    suspendedAt suspendedBy { type id name }
    revokedAt revokedBy { type id name }
    rateLimit { perMinute perHour } ipAllowlist metadata
  }
`);

export const CreateApiKey = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      __typename
      ... on CreateApiKeyPayload { secret apiKey { ...ApiKeyFields } }
      ... on Error { code message remedy }
      ... on ActiveKeyLimitReached { environment limit }
      ... on UnknownScope { unknown { scope nearest } }
      ... on ScopeNotGrantable { scopes }
    }
  }
`);

export const UpdateApiKey = graphql(`
  mutation UpdateApiKey($input: UpdateApiKeyInput!) {
    updateApiKey(input: $input) {
      __typename
      ... on UpdateApiKeyPayload { apiKey { ...ApiKeyFields } }
      ... on Error { code message remedy }
      ... on ActiveKeyLimitReached { environment limit }
      ... on UnknownScope { unknown { scope nearest } }
      ... on ScopeNotGrantable { scopes }
      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }
    }
  }
`);

export const RotateApiKey = graphql(`
  mutation RotateApiKey($input: RotateApiKeyInput!) {
    rotateApiKey(input: $input) {
      __typename
      ... on RotateApiKeyPayload {
        secret
        apiKey { ...ApiKeyFields lastRotation { rotatedAt previousSecretExpiresAt } }
      }
      ... on Error { code message remedy }
      ... on ScopeNotGrantable { scopes }
      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }
      ... on ApiKeyExpired { apiKey { ...ApiKeyFields } }
    }
  }
`);

export const LastRotations = graphql(`
  query LastRotations {
    organization {
      apiKeys { edges { node { id lastRotation { rotatedAt previousSecretExpiresAt } } } }
    }
  }
`);

export const RevokeApiKey = graphql(`
  mutation RevokeApiKey($input: RevokeApiKeyInput!) {
    revokeApiKey(input: $input) {
      __typename
      ... on RevokeApiKeyPayload { apiKey { ...ApiKeyFields } }
      ... on Error { code message remedy }
      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }
    }
  }
`);

export const SuspendApiKey = graphql(`
  mutation SuspendApiKey($input: SuspendApiKeyInput!) {
    suspendApiKey(input: $input) {
      __typename
      ... on SuspendApiKeyPayload { apiKey { ...ApiKeyFields } }
      ... on Error { code message remedy }
      ... on ApiKeyAlreadySuspended { apiKey { ...ApiKeyFields } }
      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }
    }
  }
`);

export const ResumeApiKey = graphql(`
  mutation ResumeApiKey($input: ResumeApiKeyInput!) {
    resumeApiKey(input: $input) {
      __typename
      ... on ResumeApiKeyPayload { apiKey { ...ApiKeyFields } }
      ... on Error { code message remedy }
      ... on ApiKeyNotSuspended { apiKey { ...ApiKeyFields } }
      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }
      ... on ScopeNotGrantable { scopes }
    }
  }
`);

export const ApiKeyById = graphql(`
  query ApiKeyById($id: ID!) { apiKey(id: $id) { ...ApiKeyFields } }
`);

export const ApiKeyList = graphql(`
  query ApiKeyList(
    $environment: Environment, $status: ApiKeyStatus, $search: String, $createdBy: ID
    $first: Int, $after: String, $last: Int, $before: String
  ) {
    organization {
      apiKeys(
        environment: $environment, status: $status, search: $search, createdBy: $createdBy
        first: $first, after: $after, last: $last, before: $before
      ) {
        edges { cursor node { ...ApiKeyFields } }
        pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
      }
    }
  }
`);
