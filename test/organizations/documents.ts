import { graphql } from '../gql/index.ts';

export const OrganizationOverview = graphql(`
  query OrganizationOverview {
    organization {
      id name plan
      environments { environment enabled activeApiKeyCount activeApiKeyLimit canCreateApiKey }
    }
  }
`);

export const UpdateOrganization = graphql(`
  mutation UpdateOrganization($input: UpdateOrganizationInput!) {
    updateOrganization(input: $input) { organization { id name } }
  }
`);

// Used by name in the documents below.
graphql(`
  fragment OperatedFields on Organization {
    id externalId name plan hasPaymentMethod rateLimit { perMinute perHour }
  }
`);

export const Organizations = graphql(`
  query Organizations($search: String, $first: Int) {
    organizations(search: $search, first: $first) {
      edges { node { ...OperatedFields } }
      pageInfo { hasNextPage }
    }
  }
`);

export const CreateOrganization = graphql(`
  mutation CreateOrganization($input: CreateOrganizationInput!) {
    createOrganization(input: $input) {
      __typename
      ... on CreateOrganizationPayload {
        organization { ...OperatedFields }
        owner { id email role }
        invitation { id email role status invitedBy { type } }
      }
    }
  }
`);

export const SetOrganizationPlan = graphql(`
  mutation SetOrganizationPlan($input: SetOrganizationPlanInput!) {
    setOrganizationPlan(input: $input) { organization { ...OperatedFields } }
  }
`);

export const SetOrganizationBilling = graphql(`
  mutation SetOrganizationBilling($input: SetOrganizationBillingInput!) {
    setOrganizationBilling(input: $input) { organization { ...OperatedFields } }
  }
`);

export const SetOrganizationExternalId = graphql(`
  mutation SetOrganizationExternalId($input: SetOrganizationExternalIdInput!) {
    setOrganizationExternalId(input: $input) {
      __typename
      ... on SetOrganizationExternalIdPayload { organization { ...OperatedFields } }
      ... on ExternalIdTaken { code message remedy externalId }
    }
  }
`);
