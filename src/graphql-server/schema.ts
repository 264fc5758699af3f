// Importing a file defines its types and fields on the builder. This list makes the whole schema.
import '../graphql/scalars.ts';
import '../scopes/scopes.graphql.ts';
import '../users/viewer.graphql.ts';
import '../users/sign-in.graphql.ts';
import '../users/password-changes.graphql.ts';
import '../organizations/organizations.graphql.ts';
import '../members/members.graphql.ts';
import '../members/memberships.graphql.ts';
import '../members/invitations.graphql.ts';
import '../members/accept-invitation.graphql.ts';
import '../members/create-organization.graphql.ts';
import '../service-tokens/service-tokens.graphql.ts';
import '../tokens/operator.graphql.ts';
import '../api-keys/api-keys.graphql.ts';
import '../api-keys/rotate-api-key.graphql.ts';
import '../api-keys/suspend-api-key.graphql.ts';
import '../api-keys/organization-environments.graphql.ts';
import '../usage/usage.graphql.ts';
import '../exposures/exposures.graphql.ts';
import '../verification/explanation.graphql.ts';
import '../verification/verification.graphql.ts';
import '../events/events.graphql.ts';
import { builder } from '../graphql/builder.ts';

export const schema = builder.toSchema({});
