import { z } from 'zod';
import type { ActorReference } from '../access/actor-reference.ts';
import { authorizeService } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import { parseInput } from '../input.ts';
import { checkedPlan } from '../organizations/operator.ts';
import { organizationName } from '../organizations/organization-input.ts';
import { insertOrganization, type OrganizationRow } from '../organizations/organizations.sql.ts';
import type { InvitationRow } from './invitations.sql.ts';
import { sendInvitation } from './invitations.ts';
import { emailAddress } from './member-input.ts';
import { insertMember, type MemberRow } from './members.sql.ts';
import { findUserIdByEmail } from './users.sql.ts';

const createOrganizationInput = z.strictObject({
  name: organizationName,
  ownerEmail: emailAddress,
  plan: z.string().nullish(),
});

/** One of `owner` and `invitation` is there. */
export type CreatedOrganization = {
  readonly organization: OrganizationRow;
  readonly owner: MemberRow | null;
  readonly invitation: InvitationRow | null;
};

/** The operator's: creates an organization for an owner, who need not have an account. */
export async function createOrganization(
  context: RequestContext,
  input: unknown,
): Promise<CreatedOrganization> {
  const { id } = authorizeService(context.actor, 'OPERATE');
  return createOrganizationFor(context, input, { type: 'SERVICE', id });
}

/**
 * A person with an account is the owner at once. Anybody else is invited to be, so that nobody but they
 * ever choose or know their password. `createdBy` is null on the command line. Authorizes nobody.
 */
export async function createOrganizationFor(
  { database, configuration }: Pick<RequestContext, 'database' | 'configuration'>,
  input: unknown,
  createdBy: ActorReference | null,
): Promise<CreatedOrganization> {
  const { name, ownerEmail: email, plan } = parseInput(createOrganizationInput, input);
  const planName = plan ?? configuration.defaultPlan;
  checkedPlan(configuration, planName);
  return database.transaction().execute(async (transaction) => {
    const organization = await insertOrganization(transaction, { name, plan: planName });
    const organizationId = organization.id;
    const rights = { role: 'OWNER' as const, permissions: [] };
    const user = await findUserIdByEmail(transaction, email);
    if (user === undefined) {
      const invitation = await sendInvitation(transaction, { organizationId, email, ...rights }, createdBy);
      return { organization, owner: null, invitation };
    }
    const owner = await insertMember(transaction, { organizationId, userId: user.id, ...rights });
    return { organization, owner, invitation: null };
  });
}
