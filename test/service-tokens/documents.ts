import { graphql } from '../gql/index.ts';

// Used by name in the documents below.
graphql(`
  fragment ServiceTokenFields on ServiceToken {
    id name maskedToken permissions status createdBy { type id name } expiresAt revokedAt revokedBy { type name }
  }
`);

export const CreateServiceToken = graphql(`
  mutation CreateServiceToken($input: CreateServiceTokenInput!) {
    createServiceToken(input: $input) {
      __typename
      ... on CreateServiceTokenPayload { token serviceToken { ...ServiceTokenFields } }
      ... on PermissionNotGrantable { code permissions }
    }
  }
`);

export const ServiceTokens = graphql(`
  query ServiceTokens($first: Int) {
    serviceTokens(first: $first) { edges { node { ...ServiceTokenFields } } }
  }
`);

export const RevokeServiceToken = graphql(`
  mutation RevokeServiceToken($input: RevokeServiceTokenInput!) {
    revokeServiceToken(input: $input) { serviceToken { ...ServiceTokenFields } }
  }
`);
