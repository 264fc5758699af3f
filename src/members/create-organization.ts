import { z } from 'zod';
import type { ActorReference } from '../access/actor-reference.ts';
import type { Services } from '../access/context.ts';
import { lockNothing, serviceOperation } from '../access/operation.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import type { Transaction } from '../database/database.ts';
import { inTransaction } from '../database/in-transaction.ts';
import { parseInput } from '../input.ts';
import { checkedPlan } from '../organizations/operator.ts';
import { organizationName } from '../organizations/organization-input.ts';
import { insertOrganization, type OrganizationRow } from '../organizations/organizations.sql.ts';
import { findUserIdByEmail } from '../users/users.sql.ts';
import type { InvitationRow } from './invitations.sql.ts';
import { sendInvitation } from './invitations.ts';
import { emailAddress } from './member-input.ts';
import { insertMember, type MemberRow } from './members.sql.ts';

const createOrganizationInput = z.strictObject({
  name: organizationName,
  ownerEmail: emailAddress,
  plan: z.string().nullish(),
});

/** Exactly one of `owner` and `invitation` is not null. */
export type CreatedOrganization = {
  readonly organization: OrganizationRow;
  readonly owner: MemberRow | null;
  readonly invitation: InvitationRow | null;
};

/** Creates an organization for an owner, who need not have an account. Only for the operator. */
export const createOrganization = serviceOperation({
  permission: 'OPERATE',
  input: createOrganizationInput,
  lock: lockNothing,
  run: ({ transaction, configuration, actor }, input) => create(transaction, configuration, input, actor),
});

/** The same for the command line, which has no actor. */
export async function createOrganizationAsOperator(
  { database, configuration }: Pick<Services, 'database' | 'configuration'>,
  input: unknown,
): Promise<CreatedOrganization> {
  const parsed = parseInput(createOrganizationInput, input);
  return inTransaction(database, (transaction) => create(transaction, configuration, parsed, null));
}

/**
 * A person with an account is the owner at once. Other people receive an invitation, so that only they choose and know
 * their password.
 */
async function create(
  transaction: Transaction,
  configuration: ProductConfiguration,
  { name, ownerEmail: email, plan }: z.output<typeof createOrganizationInput>,
  createdBy: ActorReference | null,
): Promise<CreatedOrganization> {
  const planName = plan ?? configuration.defaultPlan;
  checkedPlan(configuration, planName);
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
}
