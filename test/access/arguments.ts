import { newUuid } from '../../src/lib/ids.ts';
import type { Permission } from '../../src/permissions.ts';
import type { Asker, World } from './world.ts';

type Row = {
  /** Variables with which a permitted caller succeeds, or receives an outcome of the result union. */
  readonly variables: (world: World, asker: Asker) => object;
  /** The permission that these variables require besides that of the field. */
  readonly alsoRequires?: Permission;
};

const nobody = () => `${newUuid()}@example.com`;
const period = { from: '2026-10-01T00:00:00Z', to: '2026-10-02T00:00:00Z' };
const input = (make: (world: World, asker: Asker) => object): Row => ({
  variables: (world, asker) => ({ input: make(world, asker) }),
});
const none: Row = { variables: () => ({}) };

/** Every query and mutation, and every other field with arguments that it must be given. */
export const rows: Readonly<Record<string, Row>> = {
  'Query.viewer': none,
  'Query.organization': none,
  'Query.organizations': none,
  'Query.serviceTokens': none,
  'Query.installationEvents': none,
  'Query.scopes': none,
  'Query.apiKey': { variables: ({ keyId }) => ({ id: keyId }) },
  'Query.explainApiKey': input(({ keyId }) => ({ id: keyId })),
  'Query.invitation': { variables: () => ({ token: 'none such' }) },
  'Organization.usage': { variables: () => period },
  'Organization.member': { variables: ({ target }) => ({ id: target.id }) },
  'ApiKeyUsage.hours': { variables: () => period },

  'Mutation.signIn': input(() => ({ email: nobody(), password: 'wrong password' })),
  'Mutation.signOut': none,
  'Mutation.revokeSession': input((_world, { sessionId }) => ({ id: sessionId })),
  'Mutation.revokeOtherSessions': none,
  'Mutation.updateViewer': input(() => ({ name: 'Renamed' })),
  'Mutation.changePassword': input(() => ({ currentPassword: 'wrong', newPassword: 'rain on the tin roof' })),
  'Mutation.requestPasswordReset': input(() => ({ email: nobody() })),
  'Mutation.resetPassword': input(() => ({ token: 'none such', newPassword: 'rain on the tin roof' })),
  'Mutation.acceptInvitation': input(() => ({ token: 'none such' })),

  'Mutation.createApiKey': input(() => ({ environment: 'TEST', name: 'Created' })),
  'Mutation.updateApiKey': input(({ keyId }) => ({ id: keyId, name: 'Renamed' })),
  'Mutation.revokeApiKey': input(({ keyId }) => ({ id: keyId })),
  'Mutation.suspendApiKey': input(({ keyId }) => ({ id: keyId })),
  'Mutation.resumeApiKey': input(({ keyId }) => ({ id: keyId })),
  'Mutation.rotateApiKey': input(({ keyId }) => ({ id: keyId, overlapSeconds: 3600 })),
  'Mutation.verifyApiKey': input(({ keySecret }) => ({ key: keySecret })),

  'Mutation.updateOrganization': input(() => ({ name: 'Renamed' })),
  'Mutation.inviteMember': input(() => ({ email: nobody(), role: 'MEMBER' })),
  'Mutation.resendInvitation': input(({ invitationId }) => ({ id: invitationId })),
  'Mutation.revokeInvitation': input(({ invitationId }) => ({ id: invitationId })),
  'Mutation.updateMember': input(({ target }) => ({ memberId: target.id, role: 'MEMBER', permissions: [] })),
  'Mutation.removeMember': {
    ...input(({ target }) => ({ memberId: target.id })),
    alsoRequires: 'MANAGE_MEMBERS',
  },
  'Mutation.transferOwnership': input(({ target }) => ({ memberId: target.id })),

  'Mutation.createOrganization': input(() => ({ name: 'Created', ownerEmail: nobody() })),
  'Mutation.setOrganizationPlan': input(({ organization }) => ({
    organizationId: organization.id,
    plan: 'professional',
  })),
  'Mutation.setOrganizationExternalId': input(({ organization }) => ({
    organizationId: organization.id,
    externalId: newUuid(),
  })),
  'Mutation.setMemberExternalId': input(({ target }) => ({ memberId: target.id, externalId: newUuid() })),
  'Mutation.setOrganizationBilling': input(({ organization }) => ({
    organizationId: organization.id,
    hasPaymentMethod: true,
  })),
  'Mutation.rotateSigningKeys': input(() => ({ compromised: false })),
  'Mutation.createServiceToken': input(() => ({ name: 'Created', permissions: ['VERIFY_API_KEYS'] })),
  'Mutation.revokeServiceToken': input(({ serviceTokenId }) => ({ id: serviceTokenId })),
};
