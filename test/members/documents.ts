import { graphql } from '../gql/index.ts';

export const Members = graphql(`
  query Members($first: Int, $after: String) {
    organization {
      members(first: $first, after: $after) {
        edges { node { id name email role permissions grantedPermissions } }
        pageInfo { endCursor hasNextPage }
      }
    }
  }
`);

export const OneMember = graphql(`
  query OneMember($id: ID!) { organization { member(id: $id) { id name role grantedPermissions } } }
`);

export const MyRights = graphql(`query MyRights { organization { id viewerPermissions } }`);

export const UpdateMember = graphql(`
  mutation UpdateMember($input: UpdateMemberInput!) {
    updateMember(input: $input) {
      __typename
      ... on UpdateMemberPayload { member { id role permissions grantedPermissions } }
      ... on PermissionNotGrantable { code permissions }
      ... on LastOwner { code message remedy }
    }
  }
`);

export const RemoveMember = graphql(`
  mutation RemoveMember($input: RemoveMemberInput!) {
    removeMember(input: $input) {
      __typename
      ... on RemoveMemberPayload {
        removedMemberId
        apiKeys(first: 10) { edges { node { id name createdBy { id name } } } }
      }
      ... on PermissionNotGrantable { code permissions }
      ... on LastOwner { code }
    }
  }
`);

export const TransferOwnership = graphql(`
  mutation TransferOwnership($input: TransferOwnershipInput!) {
    transferOwnership(input: $input) { owner { id role } previousOwner { id role } }
  }
`);

// Used by name in the documents below.
graphql(`
  fragment InvitationFields on Invitation {
    id email role grantedPermissions status invitedBy { type name } createdAt expiresAt
  }
`);

export const InviteMember = graphql(`
  mutation InviteMember($input: InviteMemberInput!) {
    inviteMember(input: $input) {
      __typename
      ... on InviteMemberPayload { invitation { ...InvitationFields } }
      ... on AlreadyMember { code member { id email } }
      ... on AlreadyInvited { code invitation { id email } }
      ... on PermissionNotGrantable { code permissions }
    }
  }
`);

export const Invitations = graphql(`
  query Invitations { organization { invitations { edges { node { ...InvitationFields } } } } }
`);

export const ResendInvitation = graphql(`
  mutation ResendInvitation($input: ResendInvitationInput!) {
    resendInvitation(input: $input) {
      __typename
      ... on ResendInvitationPayload { invitation { ...InvitationFields } }
      ... on PermissionNotGrantable { code permissions }
    }
  }
`);

export const RevokeInvitation = graphql(`
  mutation RevokeInvitation($input: RevokeInvitationInput!) {
    revokeInvitation(input: $input) {
      __typename
      ... on RevokeInvitationPayload { invitation { ...InvitationFields } }
      ... on PermissionNotGrantable { code permissions }
    }
  }
`);

export const Offer = graphql(`
  query Offer($token: String!) {
    invitation(token: $token) { organizationName email role expiresAt hasAccount }
  }
`);

export const AcceptInvitation = graphql(`
  mutation AcceptInvitation($input: AcceptInvitationInput!) {
    acceptInvitation(input: $input) {
      __typename
      ... on AcceptInvitationPayload {
        organizationId member { id name email role grantedPermissions }
      }
      ... on InvalidLink { code message }
      ... on InviterLacksRights { code remedy }
      ... on UnsuitablePassword { code message }
      ... on AlreadyMember { code }
    }
  }
`);
