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
      ... on RemoveMemberPayload { removedMemberId }
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
