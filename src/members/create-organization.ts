import { z } from 'zod';
import type { ActorReference } from '../access/actor-reference.ts';
import type { Services } from '../access/context.ts';
import { ExternalIdTaken, externalId, storeExternalId } from '../access/external-id.ts';
import { lockNothing, serviceOperation } from '../access/operation.ts';
import type { OrganizationRow } from '../access/organization-row.sql.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import type { Transaction } from '../database/database.ts';
import { inTransaction } from '../database/in-transaction.ts';
import { badInput } from '../errors.ts';
import { parseInput } from '../input.ts';
import { causeWithoutRequest } from '../log/cause.ts';
import type { NewEvent } from '../log/new-event.ts';
import { recordEvents } from '../log/record-events.ts';
import { checkedPlan } from '../organizations/operator.ts';
import { organizationCreated } from '../organizations/organization.events.ts';
import { organizationName } from '../organizations/organization-input.ts';
import { insertOrganization } from '../organizations/organizations.sql.ts';
import { findUserIdByEmail } from '../users/users.sql.ts';
import type { InvitationRow } from './invitations.sql.ts';
import { sendInvitation } from './invitations.ts';
import { invitationEvent } from './member.events.ts';
import { emailAddress } from './member-input.ts';
import { insertMember, type MemberRow } from './members.sql.ts';

const createOrganizationInput = z.strictObject({
  name: organizationName,
  ownerEmail: emailAddress,
  plan: z.string().nullish(),
  externalId: externalId.nullish(),
});

/** Exactly one of `owner` and `invitation` is not null. */
export type CreatedOrganization = {
  readonly organization: OrganizationRow;
  readonly owner: MemberRow | null;
  readonly invitation: InvitationRow | null;
};

/**
 * Creates an organization for an owner, who need not have an account. Only for the operator.
 */
export const createOrganization = serviceOperation({
  permission: 'OPERATE',
  input: createOrganizationInput,
  lock: lockNothing,
  run: ({ transaction, configuration, actor }, input) => create(transaction, configuration, input, actor),
  event: ({ result }) => createdEvents(result),
});

/** The same for the command line, which has no actor. */
export async function createOrganizationAsOperator(
  { database, configuration, clock }: Pick<Services, 'database' | 'configuration' | 'clock'>,
  input: unknown,
): Promise<CreatedOrganization> {
  const parsed = parseInput(createOrganizationInput, input);
  return inTransaction(database, async (transaction) => {
    const created = await create(transaction, configuration, parsed, null);
    const cause = causeWithoutRequest('COMMAND_LINE', clock.now());
    await recordEvents(transaction, cause, createdEvents(created));
    return created;
  });
}

function createdEvents({ organization, invitation }: CreatedOrganization): NewEvent[] {
  const invited = invitation === null ? [] : [invitationEvent('MEMBER_INVITED', invitation)];
  return [organizationCreated(organization), ...invited];
}

/**
 * A person with an account is the owner at once. Other people receive an invitation, so that only they choose and know
 * their password.
 */
async function create(
  transaction: Transaction,
  configuration: ProductConfiguration,
  { name, ownerEmail: email, plan, externalId: ownId }: z.output<typeof createOrganizationInput>,
  createdBy: ActorReference | null,
): Promise<CreatedOrganization> {
  const planName = plan ?? configuration.defaultPlan;
  checkedPlan(configuration, planName);
  const organization = await storeExternalId(ownId, () =>
    insertOrganization(transaction, { name, plan: planName, externalId: ownId ?? null }),
  ).catch(refusalOfTakenId);
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

/** A wrong input, and no outcome: the mutation answered without a union before external ids existed. */
function refusalOfTakenId(error: unknown): never {
  if (!(error instanceof ExternalIdTaken)) throw error;
  throw badInput([{ field: 'input.externalId', problem: 'is taken by another organization' }]);
}
