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
    "mutation SignOutByCookie { signOut { signedOut } }": typeof types.SignOutByCookieDocument,
    "\n  mutation RevokeSessionByCookie($input: RevokeSessionInput!) {\n    revokeSession(input: $input) { revokedSessionId }\n  }\n": typeof types.RevokeSessionByCookieDocument,
    "\n  fragment ApiKeyFields on ApiKey {\n    id name description environment scopes fullAccess maskedSecret status\n    createdAt createdBy { type id name } updatedAt expiresAt\n    suspendedAt suspendedBy { type id name }\n    revokedAt revokedBy { type id name }\n    rateLimit { perMinute perHour } ipAllowlist metadata\n  }\n": typeof types.ApiKeyFieldsFragmentDoc,
    "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      __typename\n      ... on CreateApiKeyPayload { secret apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ActiveKeyLimitReached { environment limit }\n      ... on UnknownScope { unknown { scope nearest } }\n      ... on ScopeNotGrantable { scopes }\n    }\n  }\n": typeof types.CreateApiKeyDocument,
    "\n  mutation UpdateApiKey($input: UpdateApiKeyInput!) {\n    updateApiKey(input: $input) {\n      __typename\n      ... on UpdateApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ActiveKeyLimitReached { environment limit }\n      ... on UnknownScope { unknown { scope nearest } }\n      ... on ScopeNotGrantable { scopes }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n": typeof types.UpdateApiKeyDocument,
    "\n  mutation RotateApiKey($input: RotateApiKeyInput!) {\n    rotateApiKey(input: $input) {\n      __typename\n      ... on RotateApiKeyPayload {\n        secret\n        apiKey { ...ApiKeyFields lastRotation { rotatedAt previousSecretExpiresAt } }\n      }\n      ... on Error { code message remedy }\n      ... on ScopeNotGrantable { scopes }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n      ... on ApiKeyExpired { apiKey { ...ApiKeyFields } }\n    }\n  }\n": typeof types.RotateApiKeyDocument,
    "\n  query LastRotations {\n    organization {\n      apiKeys { edges { node { id lastRotation { rotatedAt previousSecretExpiresAt } } } }\n    }\n  }\n": typeof types.LastRotationsDocument,
    "\n  mutation RevokeApiKey($input: RevokeApiKeyInput!) {\n    revokeApiKey(input: $input) {\n      __typename\n      ... on RevokeApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n": typeof types.RevokeApiKeyDocument,
    "\n  mutation SuspendApiKey($input: SuspendApiKeyInput!) {\n    suspendApiKey(input: $input) {\n      __typename\n      ... on SuspendApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ApiKeyAlreadySuspended { apiKey { ...ApiKeyFields } }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n": typeof types.SuspendApiKeyDocument,
    "\n  mutation ResumeApiKey($input: ResumeApiKeyInput!) {\n    resumeApiKey(input: $input) {\n      __typename\n      ... on ResumeApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ApiKeyNotSuspended { apiKey { ...ApiKeyFields } }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n      ... on ScopeNotGrantable { scopes }\n    }\n  }\n": typeof types.ResumeApiKeyDocument,
    "\n  query ApiKeyById($id: ID!) { apiKey(id: $id) { ...ApiKeyFields } }\n": typeof types.ApiKeyByIdDocument,
    "\n  query ApiKeyList(\n    $environment: Environment, $status: ApiKeyStatus, $search: String, $createdBy: ID\n    $first: Int, $after: String, $last: Int, $before: String\n  ) {\n    organization {\n      apiKeys(\n        environment: $environment, status: $status, search: $search, createdBy: $createdBy\n        first: $first, after: $after, last: $last, before: $before\n      ) {\n        edges { cursor node { ...ApiKeyFields } }\n        pageInfo { startCursor endCursor hasNextPage hasPreviousPage }\n      }\n    }\n  }\n": typeof types.ApiKeyListDocument,
    "\n  mutation CreateForPlainAnswer($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      __typename\n      ... on CreateApiKeyPayload {\n        secret apiKey { id name status rateLimit { perMinute } lastRotation { rotatedAt } }\n      }\n    }\n  }\n": typeof types.CreateForPlainAnswerDocument,
    "\n  mutation RotateForPlainAnswer($input: RotateApiKeyInput!) {\n    rotateApiKey(input: $input) {\n      __typename\n      ... on RotateApiKeyPayload {\n        secret apiKey { id name status rateLimit { perMinute } lastRotation { rotatedAt } }\n      }\n    }\n  }\n": typeof types.RotateForPlainAnswerDocument,
    "query CountTokens { serviceTokens { edges { node { id } } } }": typeof types.CountTokensDocument,
    "\n  query Events($first: Int, $after: String, $last: Int, $before: String, $types: [EventType!], $actor: ID, $target: ID, $from: DateTime, $to: DateTime) {\n    organization {\n      events(first: $first, after: $after, last: $last, before: $before, types: $types, actor: $actor, target: $target, from: $from, to: $to) {\n        edges { cursor node { id type sequence occurredAt actor { type id name } via targetId data requestId address userAgent email } }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n    }\n  }\n": typeof types.EventsDocument,
    "\n  query ApiKeyEvents($id: ID!) {\n    apiKey(id: $id) { id events { edges { node { id type sequence } } } }\n  }\n": typeof types.ApiKeyEventsDocument,
    "\n  query InstallationEvents($types: [EventType!]) {\n    installationEvents(types: $types) { edges { node { id type sequence } } }\n  }\n": typeof types.InstallationEventsDocument,
    "\n  query Exposures($id: ID!) {\n    apiKey(id: $id) {\n      status\n      revokedBy { type name }\n      exposures { id url source outcome reportedAt reportedBy { type name } }\n    }\n  }\n": typeof types.ExposuresDocument,
    "\n  query Members($first: Int, $after: String) {\n    organization {\n      members(first: $first, after: $after) {\n        edges { node { id name email role permissions grantedPermissions } }\n        pageInfo { endCursor hasNextPage }\n      }\n    }\n  }\n": typeof types.MembersDocument,
    "\n  query OneMember($id: ID!) { organization { member(id: $id) { id name role grantedPermissions } } }\n": typeof types.OneMemberDocument,
    "query MyRights { organization { id viewerPermissions } }": typeof types.MyRightsDocument,
    "\n  mutation UpdateMember($input: UpdateMemberInput!) {\n    updateMember(input: $input) {\n      __typename\n      ... on UpdateMemberPayload { member { id role permissions grantedPermissions } }\n      ... on PermissionNotGrantable { code permissions }\n      ... on LastOwner { code message remedy }\n    }\n  }\n": typeof types.UpdateMemberDocument,
    "\n  mutation RemoveMember($input: RemoveMemberInput!) {\n    removeMember(input: $input) {\n      __typename\n      ... on RemoveMemberPayload {\n        removedMemberId\n        apiKeys(first: 10) { edges { node { id name createdBy { id name } } } }\n      }\n      ... on PermissionNotGrantable { code permissions }\n      ... on LastOwner { code }\n    }\n  }\n": typeof types.RemoveMemberDocument,
    "\n  mutation TransferOwnership($input: TransferOwnershipInput!) {\n    transferOwnership(input: $input) { owner { id role } previousOwner { id role } }\n  }\n": typeof types.TransferOwnershipDocument,
    "\n  fragment InvitationFields on Invitation {\n    id email role grantedPermissions status invitedBy { type name } createdAt expiresAt\n  }\n": typeof types.InvitationFieldsFragmentDoc,
    "\n  mutation InviteMember($input: InviteMemberInput!) {\n    inviteMember(input: $input) {\n      __typename\n      ... on InviteMemberPayload { invitation { ...InvitationFields } }\n      ... on AlreadyMember { code member { id email } }\n      ... on AlreadyInvited { code invitation { id email } }\n      ... on PermissionNotGrantable { code permissions }\n    }\n  }\n": typeof types.InviteMemberDocument,
    "\n  query Invitations { organization { invitations { edges { node { ...InvitationFields } } } } }\n": typeof types.InvitationsDocument,
    "\n  mutation ResendInvitation($input: ResendInvitationInput!) {\n    resendInvitation(input: $input) {\n      __typename\n      ... on ResendInvitationPayload { invitation { ...InvitationFields } }\n      ... on PermissionNotGrantable { code permissions }\n    }\n  }\n": typeof types.ResendInvitationDocument,
    "\n  mutation RevokeInvitation($input: RevokeInvitationInput!) {\n    revokeInvitation(input: $input) {\n      __typename\n      ... on RevokeInvitationPayload { invitation { ...InvitationFields } }\n      ... on PermissionNotGrantable { code permissions }\n    }\n  }\n": typeof types.RevokeInvitationDocument,
    "\n  query Offer($token: String!) {\n    invitation(token: $token) { organizationName email role expiresAt hasAccount }\n  }\n": typeof types.OfferDocument,
    "\n  mutation AcceptInvitation($input: AcceptInvitationInput!) {\n    acceptInvitation(input: $input) {\n      __typename\n      ... on AcceptInvitationPayload {\n        organizationId member { id name email role grantedPermissions }\n      }\n      ... on InvalidLink { code message }\n      ... on InviterLacksRights { code remedy }\n      ... on UnsuitablePassword { code message }\n      ... on AlreadyMember { code }\n    }\n  }\n": typeof types.AcceptInvitationDocument,
    "\n  query OrganizationOverview {\n    organization {\n      id name plan\n      environments { environment enabled activeApiKeyCount activeApiKeyLimit canCreateApiKey }\n    }\n  }\n": typeof types.OrganizationOverviewDocument,
    "\n  mutation UpdateOrganization($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) { organization { id name } }\n  }\n": typeof types.UpdateOrganizationDocument,
    "\n  fragment OperatedFields on Organization {\n    id externalId name plan hasPaymentMethod rateLimit { perMinute perHour }\n  }\n": typeof types.OperatedFieldsFragmentDoc,
    "\n  query Organizations($search: String, $first: Int) {\n    organizations(search: $search, first: $first) {\n      edges { node { ...OperatedFields } }\n      pageInfo { hasNextPage }\n    }\n  }\n": typeof types.OrganizationsDocument,
    "\n  mutation CreateOrganization($input: CreateOrganizationInput!) {\n    createOrganization(input: $input) {\n      __typename\n      ... on CreateOrganizationPayload {\n        organization { ...OperatedFields }\n        owner { id email role }\n        invitation { id email role status invitedBy { type } }\n      }\n    }\n  }\n": typeof types.CreateOrganizationDocument,
    "\n  mutation SetOrganizationPlan($input: SetOrganizationPlanInput!) {\n    setOrganizationPlan(input: $input) { organization { ...OperatedFields } }\n  }\n": typeof types.SetOrganizationPlanDocument,
    "\n  mutation SetOrganizationBilling($input: SetOrganizationBillingInput!) {\n    setOrganizationBilling(input: $input) { organization { ...OperatedFields } }\n  }\n": typeof types.SetOrganizationBillingDocument,
    "\n  mutation SetOrganizationExternalId($input: SetOrganizationExternalIdInput!) {\n    setOrganizationExternalId(input: $input) {\n      __typename\n      ... on SetOrganizationExternalIdPayload { organization { ...OperatedFields } }\n      ... on ExternalIdTaken { code message remedy externalId }\n    }\n  }\n": typeof types.SetOrganizationExternalIdDocument,
    "\n  mutation SetMemberExternalId($input: SetMemberExternalIdInput!) {\n    setMemberExternalId(input: $input) {\n      __typename\n      ... on SetMemberExternalIdPayload { member { id externalId } }\n      ... on ExternalIdTaken { code message remedy externalId }\n    }\n  }\n": typeof types.SetMemberExternalIdDocument,
    "\n  query MembersWithExternalIds { organization { members { edges { node { id externalId } } } } }\n": typeof types.MembersWithExternalIdsDocument,
    "\n  query FirstOrganization { organizations(first: 1) { edges { node { id } } } }\n": typeof types.FirstOrganizationDocument,
    "\n  mutation CreateKeyForProcess($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      __typename\n      ... on CreateApiKeyPayload { secret apiKey { id } }\n      ... on Error { message }\n    }\n  }\n": typeof types.CreateKeyForProcessDocument,
    "\n  fragment ServiceTokenFields on ServiceToken {\n    id name maskedToken permissions status createdBy { type id name } expiresAt revokedAt revokedBy { type name }\n  }\n": typeof types.ServiceTokenFieldsFragmentDoc,
    "\n  mutation CreateServiceToken($input: CreateServiceTokenInput!) {\n    createServiceToken(input: $input) {\n      __typename\n      ... on CreateServiceTokenPayload { token serviceToken { ...ServiceTokenFields } }\n      ... on PermissionNotGrantable { code permissions }\n    }\n  }\n": typeof types.CreateServiceTokenDocument,
    "\n  query ServiceTokens($first: Int) {\n    serviceTokens(first: $first) { edges { node { ...ServiceTokenFields } } }\n  }\n": typeof types.ServiceTokensDocument,
    "\n  mutation RevokeServiceToken($input: RevokeServiceTokenInput!) {\n    revokeServiceToken(input: $input) { serviceToken { ...ServiceTokenFields } }\n  }\n": typeof types.RevokeServiceTokenDocument,
    "\n  query PreviousSecretUse($id: ID!) {\n    apiKey(id: $id) {\n      lastUsedAt\n      lastRotation { rotatedAt previousSecretLastUsedAt }\n    }\n  }\n": typeof types.PreviousSecretUseDocument,
    "\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      __typename\n      ... on ChangePasswordPayload { viewer { email } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.ChangePasswordDocument,
    "\n  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {\n    requestPasswordReset(input: $input) { accepted }\n  }\n": typeof types.RequestPasswordResetDocument,
    "\n  mutation ResetPassword($input: ResetPasswordInput!) {\n    resetPassword(input: $input) {\n      __typename\n      ... on ResetPasswordPayload { email }\n      ... on Error { code message }\n    }\n  }\n": typeof types.ResetPasswordDocument,
    "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      __typename\n      ... on SignInPayload { sessionToken expiresAt viewer { id email name } }\n      ... on Error { code message remedy }\n    }\n  }\n": typeof types.SignInDocument,
    "\n  query Viewer {\n    viewer {\n      id\n      email\n      name\n      sessions { id current address userAgent createdAt lastUsedAt expiresAt }\n      memberships { id role organization { id name } }\n    }\n  }\n": typeof types.ViewerDocument,
    "\n  mutation RevokeSession($input: RevokeSessionInput!) { revokeSession(input: $input) { revokedSessionId } }\n": typeof types.RevokeSessionDocument,
    "mutation RevokeOtherSessions { revokeOtherSessions { revokedCount } }": typeof types.RevokeOtherSessionsDocument,
    "mutation SignOutOfEnded { signOut { signedOut } }": typeof types.SignOutOfEndedDocument,
    "\n  mutation UpdateViewer($input: UpdateViewerInput!) { updateViewer(input: $input) { viewer { id email name } } }\n": typeof types.UpdateViewerDocument,
    "mutation SignOut { signOut { signedOut } }": typeof types.SignOutDocument,
    "\n  query ExplainApiKey($input: ExplainApiKeyInput!) {\n    explainApiKey(input: $input) {\n      apiKey { id }\n      code\n      status\n      checks { code outcome detail }\n      rateLimit { limit remaining reset windows { window limit remaining reset } }\n    }\n  }\n": typeof types.ExplainApiKeyDocument,
};
const documents: Documents = {
    "mutation SignOutByCookie { signOut { signedOut } }": types.SignOutByCookieDocument,
    "\n  mutation RevokeSessionByCookie($input: RevokeSessionInput!) {\n    revokeSession(input: $input) { revokedSessionId }\n  }\n": types.RevokeSessionByCookieDocument,
    "\n  fragment ApiKeyFields on ApiKey {\n    id name description environment scopes fullAccess maskedSecret status\n    createdAt createdBy { type id name } updatedAt expiresAt\n    suspendedAt suspendedBy { type id name }\n    revokedAt revokedBy { type id name }\n    rateLimit { perMinute perHour } ipAllowlist metadata\n  }\n": types.ApiKeyFieldsFragmentDoc,
    "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      __typename\n      ... on CreateApiKeyPayload { secret apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ActiveKeyLimitReached { environment limit }\n      ... on UnknownScope { unknown { scope nearest } }\n      ... on ScopeNotGrantable { scopes }\n    }\n  }\n": types.CreateApiKeyDocument,
    "\n  mutation UpdateApiKey($input: UpdateApiKeyInput!) {\n    updateApiKey(input: $input) {\n      __typename\n      ... on UpdateApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ActiveKeyLimitReached { environment limit }\n      ... on UnknownScope { unknown { scope nearest } }\n      ... on ScopeNotGrantable { scopes }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n": types.UpdateApiKeyDocument,
    "\n  mutation RotateApiKey($input: RotateApiKeyInput!) {\n    rotateApiKey(input: $input) {\n      __typename\n      ... on RotateApiKeyPayload {\n        secret\n        apiKey { ...ApiKeyFields lastRotation { rotatedAt previousSecretExpiresAt } }\n      }\n      ... on Error { code message remedy }\n      ... on ScopeNotGrantable { scopes }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n      ... on ApiKeyExpired { apiKey { ...ApiKeyFields } }\n    }\n  }\n": types.RotateApiKeyDocument,
    "\n  query LastRotations {\n    organization {\n      apiKeys { edges { node { id lastRotation { rotatedAt previousSecretExpiresAt } } } }\n    }\n  }\n": types.LastRotationsDocument,
    "\n  mutation RevokeApiKey($input: RevokeApiKeyInput!) {\n    revokeApiKey(input: $input) {\n      __typename\n      ... on RevokeApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n": types.RevokeApiKeyDocument,
    "\n  mutation SuspendApiKey($input: SuspendApiKeyInput!) {\n    suspendApiKey(input: $input) {\n      __typename\n      ... on SuspendApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ApiKeyAlreadySuspended { apiKey { ...ApiKeyFields } }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n": types.SuspendApiKeyDocument,
    "\n  mutation ResumeApiKey($input: ResumeApiKeyInput!) {\n    resumeApiKey(input: $input) {\n      __typename\n      ... on ResumeApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ApiKeyNotSuspended { apiKey { ...ApiKeyFields } }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n      ... on ScopeNotGrantable { scopes }\n    }\n  }\n": types.ResumeApiKeyDocument,
    "\n  query ApiKeyById($id: ID!) { apiKey(id: $id) { ...ApiKeyFields } }\n": types.ApiKeyByIdDocument,
    "\n  query ApiKeyList(\n    $environment: Environment, $status: ApiKeyStatus, $search: String, $createdBy: ID\n    $first: Int, $after: String, $last: Int, $before: String\n  ) {\n    organization {\n      apiKeys(\n        environment: $environment, status: $status, search: $search, createdBy: $createdBy\n        first: $first, after: $after, last: $last, before: $before\n      ) {\n        edges { cursor node { ...ApiKeyFields } }\n        pageInfo { startCursor endCursor hasNextPage hasPreviousPage }\n      }\n    }\n  }\n": types.ApiKeyListDocument,
    "\n  mutation CreateForPlainAnswer($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      __typename\n      ... on CreateApiKeyPayload {\n        secret apiKey { id name status rateLimit { perMinute } lastRotation { rotatedAt } }\n      }\n    }\n  }\n": types.CreateForPlainAnswerDocument,
    "\n  mutation RotateForPlainAnswer($input: RotateApiKeyInput!) {\n    rotateApiKey(input: $input) {\n      __typename\n      ... on RotateApiKeyPayload {\n        secret apiKey { id name status rateLimit { perMinute } lastRotation { rotatedAt } }\n      }\n    }\n  }\n": types.RotateForPlainAnswerDocument,
    "query CountTokens { serviceTokens { edges { node { id } } } }": types.CountTokensDocument,
    "\n  query Events($first: Int, $after: String, $last: Int, $before: String, $types: [EventType!], $actor: ID, $target: ID, $from: DateTime, $to: DateTime) {\n    organization {\n      events(first: $first, after: $after, last: $last, before: $before, types: $types, actor: $actor, target: $target, from: $from, to: $to) {\n        edges { cursor node { id type sequence occurredAt actor { type id name } via targetId data requestId address userAgent email } }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n    }\n  }\n": types.EventsDocument,
    "\n  query ApiKeyEvents($id: ID!) {\n    apiKey(id: $id) { id events { edges { node { id type sequence } } } }\n  }\n": types.ApiKeyEventsDocument,
    "\n  query InstallationEvents($types: [EventType!]) {\n    installationEvents(types: $types) { edges { node { id type sequence } } }\n  }\n": types.InstallationEventsDocument,
    "\n  query Exposures($id: ID!) {\n    apiKey(id: $id) {\n      status\n      revokedBy { type name }\n      exposures { id url source outcome reportedAt reportedBy { type name } }\n    }\n  }\n": types.ExposuresDocument,
    "\n  query Members($first: Int, $after: String) {\n    organization {\n      members(first: $first, after: $after) {\n        edges { node { id name email role permissions grantedPermissions } }\n        pageInfo { endCursor hasNextPage }\n      }\n    }\n  }\n": types.MembersDocument,
    "\n  query OneMember($id: ID!) { organization { member(id: $id) { id name role grantedPermissions } } }\n": types.OneMemberDocument,
    "query MyRights { organization { id viewerPermissions } }": types.MyRightsDocument,
    "\n  mutation UpdateMember($input: UpdateMemberInput!) {\n    updateMember(input: $input) {\n      __typename\n      ... on UpdateMemberPayload { member { id role permissions grantedPermissions } }\n      ... on PermissionNotGrantable { code permissions }\n      ... on LastOwner { code message remedy }\n    }\n  }\n": types.UpdateMemberDocument,
    "\n  mutation RemoveMember($input: RemoveMemberInput!) {\n    removeMember(input: $input) {\n      __typename\n      ... on RemoveMemberPayload {\n        removedMemberId\n        apiKeys(first: 10) { edges { node { id name createdBy { id name } } } }\n      }\n      ... on PermissionNotGrantable { code permissions }\n      ... on LastOwner { code }\n    }\n  }\n": types.RemoveMemberDocument,
    "\n  mutation TransferOwnership($input: TransferOwnershipInput!) {\n    transferOwnership(input: $input) { owner { id role } previousOwner { id role } }\n  }\n": types.TransferOwnershipDocument,
    "\n  fragment InvitationFields on Invitation {\n    id email role grantedPermissions status invitedBy { type name } createdAt expiresAt\n  }\n": types.InvitationFieldsFragmentDoc,
    "\n  mutation InviteMember($input: InviteMemberInput!) {\n    inviteMember(input: $input) {\n      __typename\n      ... on InviteMemberPayload { invitation { ...InvitationFields } }\n      ... on AlreadyMember { code member { id email } }\n      ... on AlreadyInvited { code invitation { id email } }\n      ... on PermissionNotGrantable { code permissions }\n    }\n  }\n": types.InviteMemberDocument,
    "\n  query Invitations { organization { invitations { edges { node { ...InvitationFields } } } } }\n": types.InvitationsDocument,
    "\n  mutation ResendInvitation($input: ResendInvitationInput!) {\n    resendInvitation(input: $input) {\n      __typename\n      ... on ResendInvitationPayload { invitation { ...InvitationFields } }\n      ... on PermissionNotGrantable { code permissions }\n    }\n  }\n": types.ResendInvitationDocument,
    "\n  mutation RevokeInvitation($input: RevokeInvitationInput!) {\n    revokeInvitation(input: $input) {\n      __typename\n      ... on RevokeInvitationPayload { invitation { ...InvitationFields } }\n      ... on PermissionNotGrantable { code permissions }\n    }\n  }\n": types.RevokeInvitationDocument,
    "\n  query Offer($token: String!) {\n    invitation(token: $token) { organizationName email role expiresAt hasAccount }\n  }\n": types.OfferDocument,
    "\n  mutation AcceptInvitation($input: AcceptInvitationInput!) {\n    acceptInvitation(input: $input) {\n      __typename\n      ... on AcceptInvitationPayload {\n        organizationId member { id name email role grantedPermissions }\n      }\n      ... on InvalidLink { code message }\n      ... on InviterLacksRights { code remedy }\n      ... on UnsuitablePassword { code message }\n      ... on AlreadyMember { code }\n    }\n  }\n": types.AcceptInvitationDocument,
    "\n  query OrganizationOverview {\n    organization {\n      id name plan\n      environments { environment enabled activeApiKeyCount activeApiKeyLimit canCreateApiKey }\n    }\n  }\n": types.OrganizationOverviewDocument,
    "\n  mutation UpdateOrganization($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) { organization { id name } }\n  }\n": types.UpdateOrganizationDocument,
    "\n  fragment OperatedFields on Organization {\n    id externalId name plan hasPaymentMethod rateLimit { perMinute perHour }\n  }\n": types.OperatedFieldsFragmentDoc,
    "\n  query Organizations($search: String, $first: Int) {\n    organizations(search: $search, first: $first) {\n      edges { node { ...OperatedFields } }\n      pageInfo { hasNextPage }\n    }\n  }\n": types.OrganizationsDocument,
    "\n  mutation CreateOrganization($input: CreateOrganizationInput!) {\n    createOrganization(input: $input) {\n      __typename\n      ... on CreateOrganizationPayload {\n        organization { ...OperatedFields }\n        owner { id email role }\n        invitation { id email role status invitedBy { type } }\n      }\n    }\n  }\n": types.CreateOrganizationDocument,
    "\n  mutation SetOrganizationPlan($input: SetOrganizationPlanInput!) {\n    setOrganizationPlan(input: $input) { organization { ...OperatedFields } }\n  }\n": types.SetOrganizationPlanDocument,
    "\n  mutation SetOrganizationBilling($input: SetOrganizationBillingInput!) {\n    setOrganizationBilling(input: $input) { organization { ...OperatedFields } }\n  }\n": types.SetOrganizationBillingDocument,
    "\n  mutation SetOrganizationExternalId($input: SetOrganizationExternalIdInput!) {\n    setOrganizationExternalId(input: $input) {\n      __typename\n      ... on SetOrganizationExternalIdPayload { organization { ...OperatedFields } }\n      ... on ExternalIdTaken { code message remedy externalId }\n    }\n  }\n": types.SetOrganizationExternalIdDocument,
    "\n  mutation SetMemberExternalId($input: SetMemberExternalIdInput!) {\n    setMemberExternalId(input: $input) {\n      __typename\n      ... on SetMemberExternalIdPayload { member { id externalId } }\n      ... on ExternalIdTaken { code message remedy externalId }\n    }\n  }\n": types.SetMemberExternalIdDocument,
    "\n  query MembersWithExternalIds { organization { members { edges { node { id externalId } } } } }\n": types.MembersWithExternalIdsDocument,
    "\n  query FirstOrganization { organizations(first: 1) { edges { node { id } } } }\n": types.FirstOrganizationDocument,
    "\n  mutation CreateKeyForProcess($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      __typename\n      ... on CreateApiKeyPayload { secret apiKey { id } }\n      ... on Error { message }\n    }\n  }\n": types.CreateKeyForProcessDocument,
    "\n  fragment ServiceTokenFields on ServiceToken {\n    id name maskedToken permissions status createdBy { type id name } expiresAt revokedAt revokedBy { type name }\n  }\n": types.ServiceTokenFieldsFragmentDoc,
    "\n  mutation CreateServiceToken($input: CreateServiceTokenInput!) {\n    createServiceToken(input: $input) {\n      __typename\n      ... on CreateServiceTokenPayload { token serviceToken { ...ServiceTokenFields } }\n      ... on PermissionNotGrantable { code permissions }\n    }\n  }\n": types.CreateServiceTokenDocument,
    "\n  query ServiceTokens($first: Int) {\n    serviceTokens(first: $first) { edges { node { ...ServiceTokenFields } } }\n  }\n": types.ServiceTokensDocument,
    "\n  mutation RevokeServiceToken($input: RevokeServiceTokenInput!) {\n    revokeServiceToken(input: $input) { serviceToken { ...ServiceTokenFields } }\n  }\n": types.RevokeServiceTokenDocument,
    "\n  query PreviousSecretUse($id: ID!) {\n    apiKey(id: $id) {\n      lastUsedAt\n      lastRotation { rotatedAt previousSecretLastUsedAt }\n    }\n  }\n": types.PreviousSecretUseDocument,
    "\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      __typename\n      ... on ChangePasswordPayload { viewer { email } }\n      ... on Error { code message }\n    }\n  }\n": types.ChangePasswordDocument,
    "\n  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {\n    requestPasswordReset(input: $input) { accepted }\n  }\n": types.RequestPasswordResetDocument,
    "\n  mutation ResetPassword($input: ResetPasswordInput!) {\n    resetPassword(input: $input) {\n      __typename\n      ... on ResetPasswordPayload { email }\n      ... on Error { code message }\n    }\n  }\n": types.ResetPasswordDocument,
    "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      __typename\n      ... on SignInPayload { sessionToken expiresAt viewer { id email name } }\n      ... on Error { code message remedy }\n    }\n  }\n": types.SignInDocument,
    "\n  query Viewer {\n    viewer {\n      id\n      email\n      name\n      sessions { id current address userAgent createdAt lastUsedAt expiresAt }\n      memberships { id role organization { id name } }\n    }\n  }\n": types.ViewerDocument,
    "\n  mutation RevokeSession($input: RevokeSessionInput!) { revokeSession(input: $input) { revokedSessionId } }\n": types.RevokeSessionDocument,
    "mutation RevokeOtherSessions { revokeOtherSessions { revokedCount } }": types.RevokeOtherSessionsDocument,
    "mutation SignOutOfEnded { signOut { signedOut } }": types.SignOutOfEndedDocument,
    "\n  mutation UpdateViewer($input: UpdateViewerInput!) { updateViewer(input: $input) { viewer { id email name } } }\n": types.UpdateViewerDocument,
    "mutation SignOut { signOut { signedOut } }": types.SignOutDocument,
    "\n  query ExplainApiKey($input: ExplainApiKeyInput!) {\n    explainApiKey(input: $input) {\n      apiKey { id }\n      code\n      status\n      checks { code outcome detail }\n      rateLimit { limit remaining reset windows { window limit remaining reset } }\n    }\n  }\n": types.ExplainApiKeyDocument,
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
export function graphql(source: "mutation SignOutByCookie { signOut { signedOut } }"): (typeof documents)["mutation SignOutByCookie { signOut { signedOut } }"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeSessionByCookie($input: RevokeSessionInput!) {\n    revokeSession(input: $input) { revokedSessionId }\n  }\n"): (typeof documents)["\n  mutation RevokeSessionByCookie($input: RevokeSessionInput!) {\n    revokeSession(input: $input) { revokedSessionId }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ApiKeyFields on ApiKey {\n    id name description environment scopes fullAccess maskedSecret status\n    createdAt createdBy { type id name } updatedAt expiresAt\n    suspendedAt suspendedBy { type id name }\n    revokedAt revokedBy { type id name }\n    rateLimit { perMinute perHour } ipAllowlist metadata\n  }\n"): (typeof documents)["\n  fragment ApiKeyFields on ApiKey {\n    id name description environment scopes fullAccess maskedSecret status\n    createdAt createdBy { type id name } updatedAt expiresAt\n    suspendedAt suspendedBy { type id name }\n    revokedAt revokedBy { type id name }\n    rateLimit { perMinute perHour } ipAllowlist metadata\n  }\n"];
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
export function graphql(source: "\n  mutation RotateApiKey($input: RotateApiKeyInput!) {\n    rotateApiKey(input: $input) {\n      __typename\n      ... on RotateApiKeyPayload {\n        secret\n        apiKey { ...ApiKeyFields lastRotation { rotatedAt previousSecretExpiresAt } }\n      }\n      ... on Error { code message remedy }\n      ... on ScopeNotGrantable { scopes }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n      ... on ApiKeyExpired { apiKey { ...ApiKeyFields } }\n    }\n  }\n"): (typeof documents)["\n  mutation RotateApiKey($input: RotateApiKeyInput!) {\n    rotateApiKey(input: $input) {\n      __typename\n      ... on RotateApiKeyPayload {\n        secret\n        apiKey { ...ApiKeyFields lastRotation { rotatedAt previousSecretExpiresAt } }\n      }\n      ... on Error { code message remedy }\n      ... on ScopeNotGrantable { scopes }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n      ... on ApiKeyExpired { apiKey { ...ApiKeyFields } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query LastRotations {\n    organization {\n      apiKeys { edges { node { id lastRotation { rotatedAt previousSecretExpiresAt } } } }\n    }\n  }\n"): (typeof documents)["\n  query LastRotations {\n    organization {\n      apiKeys { edges { node { id lastRotation { rotatedAt previousSecretExpiresAt } } } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeApiKey($input: RevokeApiKeyInput!) {\n    revokeApiKey(input: $input) {\n      __typename\n      ... on RevokeApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeApiKey($input: RevokeApiKeyInput!) {\n    revokeApiKey(input: $input) {\n      __typename\n      ... on RevokeApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SuspendApiKey($input: SuspendApiKeyInput!) {\n    suspendApiKey(input: $input) {\n      __typename\n      ... on SuspendApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ApiKeyAlreadySuspended { apiKey { ...ApiKeyFields } }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n"): (typeof documents)["\n  mutation SuspendApiKey($input: SuspendApiKeyInput!) {\n    suspendApiKey(input: $input) {\n      __typename\n      ... on SuspendApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ApiKeyAlreadySuspended { apiKey { ...ApiKeyFields } }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResumeApiKey($input: ResumeApiKeyInput!) {\n    resumeApiKey(input: $input) {\n      __typename\n      ... on ResumeApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ApiKeyNotSuspended { apiKey { ...ApiKeyFields } }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n      ... on ScopeNotGrantable { scopes }\n    }\n  }\n"): (typeof documents)["\n  mutation ResumeApiKey($input: ResumeApiKeyInput!) {\n    resumeApiKey(input: $input) {\n      __typename\n      ... on ResumeApiKeyPayload { apiKey { ...ApiKeyFields } }\n      ... on Error { code message remedy }\n      ... on ApiKeyNotSuspended { apiKey { ...ApiKeyFields } }\n      ... on ApiKeyAlreadyRevoked { apiKey { ...ApiKeyFields } }\n      ... on ScopeNotGrantable { scopes }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ApiKeyById($id: ID!) { apiKey(id: $id) { ...ApiKeyFields } }\n"): (typeof documents)["\n  query ApiKeyById($id: ID!) { apiKey(id: $id) { ...ApiKeyFields } }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ApiKeyList(\n    $environment: Environment, $status: ApiKeyStatus, $search: String, $createdBy: ID\n    $first: Int, $after: String, $last: Int, $before: String\n  ) {\n    organization {\n      apiKeys(\n        environment: $environment, status: $status, search: $search, createdBy: $createdBy\n        first: $first, after: $after, last: $last, before: $before\n      ) {\n        edges { cursor node { ...ApiKeyFields } }\n        pageInfo { startCursor endCursor hasNextPage hasPreviousPage }\n      }\n    }\n  }\n"): (typeof documents)["\n  query ApiKeyList(\n    $environment: Environment, $status: ApiKeyStatus, $search: String, $createdBy: ID\n    $first: Int, $after: String, $last: Int, $before: String\n  ) {\n    organization {\n      apiKeys(\n        environment: $environment, status: $status, search: $search, createdBy: $createdBy\n        first: $first, after: $after, last: $last, before: $before\n      ) {\n        edges { cursor node { ...ApiKeyFields } }\n        pageInfo { startCursor endCursor hasNextPage hasPreviousPage }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateForPlainAnswer($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      __typename\n      ... on CreateApiKeyPayload {\n        secret apiKey { id name status rateLimit { perMinute } lastRotation { rotatedAt } }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateForPlainAnswer($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      __typename\n      ... on CreateApiKeyPayload {\n        secret apiKey { id name status rateLimit { perMinute } lastRotation { rotatedAt } }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RotateForPlainAnswer($input: RotateApiKeyInput!) {\n    rotateApiKey(input: $input) {\n      __typename\n      ... on RotateApiKeyPayload {\n        secret apiKey { id name status rateLimit { perMinute } lastRotation { rotatedAt } }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RotateForPlainAnswer($input: RotateApiKeyInput!) {\n    rotateApiKey(input: $input) {\n      __typename\n      ... on RotateApiKeyPayload {\n        secret apiKey { id name status rateLimit { perMinute } lastRotation { rotatedAt } }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query CountTokens { serviceTokens { edges { node { id } } } }"): (typeof documents)["query CountTokens { serviceTokens { edges { node { id } } } }"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Events($first: Int, $after: String, $last: Int, $before: String, $types: [EventType!], $actor: ID, $target: ID, $from: DateTime, $to: DateTime) {\n    organization {\n      events(first: $first, after: $after, last: $last, before: $before, types: $types, actor: $actor, target: $target, from: $from, to: $to) {\n        edges { cursor node { id type sequence occurredAt actor { type id name } via targetId data requestId address userAgent email } }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Events($first: Int, $after: String, $last: Int, $before: String, $types: [EventType!], $actor: ID, $target: ID, $from: DateTime, $to: DateTime) {\n    organization {\n      events(first: $first, after: $after, last: $last, before: $before, types: $types, actor: $actor, target: $target, from: $from, to: $to) {\n        edges { cursor node { id type sequence occurredAt actor { type id name } via targetId data requestId address userAgent email } }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ApiKeyEvents($id: ID!) {\n    apiKey(id: $id) { id events { edges { node { id type sequence } } } }\n  }\n"): (typeof documents)["\n  query ApiKeyEvents($id: ID!) {\n    apiKey(id: $id) { id events { edges { node { id type sequence } } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query InstallationEvents($types: [EventType!]) {\n    installationEvents(types: $types) { edges { node { id type sequence } } }\n  }\n"): (typeof documents)["\n  query InstallationEvents($types: [EventType!]) {\n    installationEvents(types: $types) { edges { node { id type sequence } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Exposures($id: ID!) {\n    apiKey(id: $id) {\n      status\n      revokedBy { type name }\n      exposures { id url source outcome reportedAt reportedBy { type name } }\n    }\n  }\n"): (typeof documents)["\n  query Exposures($id: ID!) {\n    apiKey(id: $id) {\n      status\n      revokedBy { type name }\n      exposures { id url source outcome reportedAt reportedBy { type name } }\n    }\n  }\n"];
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
export function graphql(source: "\n  mutation RemoveMember($input: RemoveMemberInput!) {\n    removeMember(input: $input) {\n      __typename\n      ... on RemoveMemberPayload {\n        removedMemberId\n        apiKeys(first: 10) { edges { node { id name createdBy { id name } } } }\n      }\n      ... on PermissionNotGrantable { code permissions }\n      ... on LastOwner { code }\n    }\n  }\n"): (typeof documents)["\n  mutation RemoveMember($input: RemoveMemberInput!) {\n    removeMember(input: $input) {\n      __typename\n      ... on RemoveMemberPayload {\n        removedMemberId\n        apiKeys(first: 10) { edges { node { id name createdBy { id name } } } }\n      }\n      ... on PermissionNotGrantable { code permissions }\n      ... on LastOwner { code }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TransferOwnership($input: TransferOwnershipInput!) {\n    transferOwnership(input: $input) { owner { id role } previousOwner { id role } }\n  }\n"): (typeof documents)["\n  mutation TransferOwnership($input: TransferOwnershipInput!) {\n    transferOwnership(input: $input) { owner { id role } previousOwner { id role } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment InvitationFields on Invitation {\n    id email role grantedPermissions status invitedBy { type name } createdAt expiresAt\n  }\n"): (typeof documents)["\n  fragment InvitationFields on Invitation {\n    id email role grantedPermissions status invitedBy { type name } createdAt expiresAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation InviteMember($input: InviteMemberInput!) {\n    inviteMember(input: $input) {\n      __typename\n      ... on InviteMemberPayload { invitation { ...InvitationFields } }\n      ... on AlreadyMember { code member { id email } }\n      ... on AlreadyInvited { code invitation { id email } }\n      ... on PermissionNotGrantable { code permissions }\n    }\n  }\n"): (typeof documents)["\n  mutation InviteMember($input: InviteMemberInput!) {\n    inviteMember(input: $input) {\n      __typename\n      ... on InviteMemberPayload { invitation { ...InvitationFields } }\n      ... on AlreadyMember { code member { id email } }\n      ... on AlreadyInvited { code invitation { id email } }\n      ... on PermissionNotGrantable { code permissions }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Invitations { organization { invitations { edges { node { ...InvitationFields } } } } }\n"): (typeof documents)["\n  query Invitations { organization { invitations { edges { node { ...InvitationFields } } } } }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResendInvitation($input: ResendInvitationInput!) {\n    resendInvitation(input: $input) {\n      __typename\n      ... on ResendInvitationPayload { invitation { ...InvitationFields } }\n      ... on PermissionNotGrantable { code permissions }\n    }\n  }\n"): (typeof documents)["\n  mutation ResendInvitation($input: ResendInvitationInput!) {\n    resendInvitation(input: $input) {\n      __typename\n      ... on ResendInvitationPayload { invitation { ...InvitationFields } }\n      ... on PermissionNotGrantable { code permissions }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeInvitation($input: RevokeInvitationInput!) {\n    revokeInvitation(input: $input) {\n      __typename\n      ... on RevokeInvitationPayload { invitation { ...InvitationFields } }\n      ... on PermissionNotGrantable { code permissions }\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeInvitation($input: RevokeInvitationInput!) {\n    revokeInvitation(input: $input) {\n      __typename\n      ... on RevokeInvitationPayload { invitation { ...InvitationFields } }\n      ... on PermissionNotGrantable { code permissions }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Offer($token: String!) {\n    invitation(token: $token) { organizationName email role expiresAt hasAccount }\n  }\n"): (typeof documents)["\n  query Offer($token: String!) {\n    invitation(token: $token) { organizationName email role expiresAt hasAccount }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AcceptInvitation($input: AcceptInvitationInput!) {\n    acceptInvitation(input: $input) {\n      __typename\n      ... on AcceptInvitationPayload {\n        organizationId member { id name email role grantedPermissions }\n      }\n      ... on InvalidLink { code message }\n      ... on InviterLacksRights { code remedy }\n      ... on UnsuitablePassword { code message }\n      ... on AlreadyMember { code }\n    }\n  }\n"): (typeof documents)["\n  mutation AcceptInvitation($input: AcceptInvitationInput!) {\n    acceptInvitation(input: $input) {\n      __typename\n      ... on AcceptInvitationPayload {\n        organizationId member { id name email role grantedPermissions }\n      }\n      ... on InvalidLink { code message }\n      ... on InviterLacksRights { code remedy }\n      ... on UnsuitablePassword { code message }\n      ... on AlreadyMember { code }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OrganizationOverview {\n    organization {\n      id name plan\n      environments { environment enabled activeApiKeyCount activeApiKeyLimit canCreateApiKey }\n    }\n  }\n"): (typeof documents)["\n  query OrganizationOverview {\n    organization {\n      id name plan\n      environments { environment enabled activeApiKeyCount activeApiKeyLimit canCreateApiKey }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateOrganization($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) { organization { id name } }\n  }\n"): (typeof documents)["\n  mutation UpdateOrganization($input: UpdateOrganizationInput!) {\n    updateOrganization(input: $input) { organization { id name } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment OperatedFields on Organization {\n    id externalId name plan hasPaymentMethod rateLimit { perMinute perHour }\n  }\n"): (typeof documents)["\n  fragment OperatedFields on Organization {\n    id externalId name plan hasPaymentMethod rateLimit { perMinute perHour }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Organizations($search: String, $first: Int) {\n    organizations(search: $search, first: $first) {\n      edges { node { ...OperatedFields } }\n      pageInfo { hasNextPage }\n    }\n  }\n"): (typeof documents)["\n  query Organizations($search: String, $first: Int) {\n    organizations(search: $search, first: $first) {\n      edges { node { ...OperatedFields } }\n      pageInfo { hasNextPage }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateOrganization($input: CreateOrganizationInput!) {\n    createOrganization(input: $input) {\n      __typename\n      ... on CreateOrganizationPayload {\n        organization { ...OperatedFields }\n        owner { id email role }\n        invitation { id email role status invitedBy { type } }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateOrganization($input: CreateOrganizationInput!) {\n    createOrganization(input: $input) {\n      __typename\n      ... on CreateOrganizationPayload {\n        organization { ...OperatedFields }\n        owner { id email role }\n        invitation { id email role status invitedBy { type } }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetOrganizationPlan($input: SetOrganizationPlanInput!) {\n    setOrganizationPlan(input: $input) { organization { ...OperatedFields } }\n  }\n"): (typeof documents)["\n  mutation SetOrganizationPlan($input: SetOrganizationPlanInput!) {\n    setOrganizationPlan(input: $input) { organization { ...OperatedFields } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetOrganizationBilling($input: SetOrganizationBillingInput!) {\n    setOrganizationBilling(input: $input) { organization { ...OperatedFields } }\n  }\n"): (typeof documents)["\n  mutation SetOrganizationBilling($input: SetOrganizationBillingInput!) {\n    setOrganizationBilling(input: $input) { organization { ...OperatedFields } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetOrganizationExternalId($input: SetOrganizationExternalIdInput!) {\n    setOrganizationExternalId(input: $input) {\n      __typename\n      ... on SetOrganizationExternalIdPayload { organization { ...OperatedFields } }\n      ... on ExternalIdTaken { code message remedy externalId }\n    }\n  }\n"): (typeof documents)["\n  mutation SetOrganizationExternalId($input: SetOrganizationExternalIdInput!) {\n    setOrganizationExternalId(input: $input) {\n      __typename\n      ... on SetOrganizationExternalIdPayload { organization { ...OperatedFields } }\n      ... on ExternalIdTaken { code message remedy externalId }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetMemberExternalId($input: SetMemberExternalIdInput!) {\n    setMemberExternalId(input: $input) {\n      __typename\n      ... on SetMemberExternalIdPayload { member { id externalId } }\n      ... on ExternalIdTaken { code message remedy externalId }\n    }\n  }\n"): (typeof documents)["\n  mutation SetMemberExternalId($input: SetMemberExternalIdInput!) {\n    setMemberExternalId(input: $input) {\n      __typename\n      ... on SetMemberExternalIdPayload { member { id externalId } }\n      ... on ExternalIdTaken { code message remedy externalId }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MembersWithExternalIds { organization { members { edges { node { id externalId } } } } }\n"): (typeof documents)["\n  query MembersWithExternalIds { organization { members { edges { node { id externalId } } } } }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FirstOrganization { organizations(first: 1) { edges { node { id } } } }\n"): (typeof documents)["\n  query FirstOrganization { organizations(first: 1) { edges { node { id } } } }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateKeyForProcess($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      __typename\n      ... on CreateApiKeyPayload { secret apiKey { id } }\n      ... on Error { message }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateKeyForProcess($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      __typename\n      ... on CreateApiKeyPayload { secret apiKey { id } }\n      ... on Error { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ServiceTokenFields on ServiceToken {\n    id name maskedToken permissions status createdBy { type id name } expiresAt revokedAt revokedBy { type name }\n  }\n"): (typeof documents)["\n  fragment ServiceTokenFields on ServiceToken {\n    id name maskedToken permissions status createdBy { type id name } expiresAt revokedAt revokedBy { type name }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateServiceToken($input: CreateServiceTokenInput!) {\n    createServiceToken(input: $input) {\n      __typename\n      ... on CreateServiceTokenPayload { token serviceToken { ...ServiceTokenFields } }\n      ... on PermissionNotGrantable { code permissions }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateServiceToken($input: CreateServiceTokenInput!) {\n    createServiceToken(input: $input) {\n      __typename\n      ... on CreateServiceTokenPayload { token serviceToken { ...ServiceTokenFields } }\n      ... on PermissionNotGrantable { code permissions }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ServiceTokens($first: Int) {\n    serviceTokens(first: $first) { edges { node { ...ServiceTokenFields } } }\n  }\n"): (typeof documents)["\n  query ServiceTokens($first: Int) {\n    serviceTokens(first: $first) { edges { node { ...ServiceTokenFields } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeServiceToken($input: RevokeServiceTokenInput!) {\n    revokeServiceToken(input: $input) { serviceToken { ...ServiceTokenFields } }\n  }\n"): (typeof documents)["\n  mutation RevokeServiceToken($input: RevokeServiceTokenInput!) {\n    revokeServiceToken(input: $input) { serviceToken { ...ServiceTokenFields } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PreviousSecretUse($id: ID!) {\n    apiKey(id: $id) {\n      lastUsedAt\n      lastRotation { rotatedAt previousSecretLastUsedAt }\n    }\n  }\n"): (typeof documents)["\n  query PreviousSecretUse($id: ID!) {\n    apiKey(id: $id) {\n      lastUsedAt\n      lastRotation { rotatedAt previousSecretLastUsedAt }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      __typename\n      ... on ChangePasswordPayload { viewer { email } }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      __typename\n      ... on ChangePasswordPayload { viewer { email } }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {\n    requestPasswordReset(input: $input) { accepted }\n  }\n"): (typeof documents)["\n  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {\n    requestPasswordReset(input: $input) { accepted }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResetPassword($input: ResetPasswordInput!) {\n    resetPassword(input: $input) {\n      __typename\n      ... on ResetPasswordPayload { email }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation ResetPassword($input: ResetPasswordInput!) {\n    resetPassword(input: $input) {\n      __typename\n      ... on ResetPasswordPayload { email }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      __typename\n      ... on SignInPayload { sessionToken expiresAt viewer { id email name } }\n      ... on Error { code message remedy }\n    }\n  }\n"): (typeof documents)["\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      __typename\n      ... on SignInPayload { sessionToken expiresAt viewer { id email name } }\n      ... on Error { code message remedy }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Viewer {\n    viewer {\n      id\n      email\n      name\n      sessions { id current address userAgent createdAt lastUsedAt expiresAt }\n      memberships { id role organization { id name } }\n    }\n  }\n"): (typeof documents)["\n  query Viewer {\n    viewer {\n      id\n      email\n      name\n      sessions { id current address userAgent createdAt lastUsedAt expiresAt }\n      memberships { id role organization { id name } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeSession($input: RevokeSessionInput!) { revokeSession(input: $input) { revokedSessionId } }\n"): (typeof documents)["\n  mutation RevokeSession($input: RevokeSessionInput!) { revokeSession(input: $input) { revokedSessionId } }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation RevokeOtherSessions { revokeOtherSessions { revokedCount } }"): (typeof documents)["mutation RevokeOtherSessions { revokeOtherSessions { revokedCount } }"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SignOutOfEnded { signOut { signedOut } }"): (typeof documents)["mutation SignOutOfEnded { signOut { signedOut } }"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateViewer($input: UpdateViewerInput!) { updateViewer(input: $input) { viewer { id email name } } }\n"): (typeof documents)["\n  mutation UpdateViewer($input: UpdateViewerInput!) { updateViewer(input: $input) { viewer { id email name } } }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SignOut { signOut { signedOut } }"): (typeof documents)["mutation SignOut { signOut { signedOut } }"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ExplainApiKey($input: ExplainApiKeyInput!) {\n    explainApiKey(input: $input) {\n      apiKey { id }\n      code\n      status\n      checks { code outcome detail }\n      rateLimit { limit remaining reset windows { window limit remaining reset } }\n    }\n  }\n"): (typeof documents)["\n  query ExplainApiKey($input: ExplainApiKeyInput!) {\n    explainApiKey(input: $input) {\n      apiKey { id }\n      code\n      status\n      checks { code outcome detail }\n      rateLimit { limit remaining reset windows { window limit remaining reset } }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;