import type { Actor } from '../access/actor.ts';
import { causeOf } from '../access/cause-of.ts';
import type { RequestContext } from '../access/context.ts';
import type { Database, Transaction } from '../database/database.ts';
import { badInput, type InputProblem, Refusal } from '../errors.ts';
import { parseInput } from '../input.ts';
import { hashSecret } from '../lib/secrets.ts';
import { recordEvents } from '../log/record-events.ts';
import { findOrganization, lockOrganization } from '../organizations/organizations.sql.ts';
import { checkPassword } from '../users/password-rules.ts';
import { hashPassword } from '../users/passwords.ts';
import { InvalidLink } from '../users/sign-in.errors.ts';
import { findUserIdByEmail, insertUser } from '../users/users.sql.ts';
import { acceptInvitationRow, findInvitationBySecret, type InvitationRow } from './invitations.sql.ts';
import { checkInviter } from './inviter-rights.ts';
import { memberJoined } from './member.events.ts';
import { acceptInvitationInput } from './member-input.ts';
import { AlreadyMember } from './members.errors.ts';
import { findMemberByEmail, insertMember, type MemberRow } from './members.sql.ts';

/** The content of the page behind a mailed link. */
export type InvitationOffer = Pick<InvitationRow, 'email' | 'role' | 'expiresAt'> & {
  readonly organizationName: string;
  readonly hasAccount: boolean;
};

/**
 * Returns the invitation of this link, or null if it is no longer valid. The link itself proves that its holder
 * received the mail.
 */
export async function invitationOffer(
  { database }: Pick<RequestContext, 'database'>,
  token: string,
): Promise<InvitationOffer | null> {
  const invitation = await findInvitationBySecret(database, hashSecret(token));
  if (invitation === undefined) return null;
  const user = await findUserIdByEmail(database, invitation.email);
  const organizationName = await organizationNameOf(database, invitation);
  return { ...invitation, organizationName, hasAccount: user !== undefined };
}

async function organizationNameOf(
  database: Database,
  { id, organizationId }: InvitationRow,
): Promise<string> {
  const organization = await findOrganization(database, organizationId);
  if (organization === undefined) throw new Error(`The invitation ${id} has no organization`);
  return organization.name;
}

/**
 * Makes the invited person a member. If the email has no account, one is created with the given name and password. If
 * it has one, the caller must be signed in to it and must omit both. The inviter must still hold the offered rights.
 * Throws InvalidLink, InviterLacksRights, UnsuitablePassword, AlreadyMember.
 */
export async function acceptInvitation(
  context: RequestContext,
  input: unknown,
): Promise<{ member: MemberRow }> {
  const { token, ...given } = parseInput(acceptInvitationInput, input);
  const secretHash = hashSecret(token);
  const offered = await requireInvitation(context.database, secretHash);
  const person = await chosenPerson(context, offered, given);
  const joined = await context.database.transaction().execute(async (transaction) => {
    await lockOrganization(transaction, offered.organizationId);
    // Read again under the lock, so that the link works only once.
    const invitation = await requireInvitation(transaction, secretHash);
    const { organizationId, email, role, permissions } = invitation;
    const userId = await personId(transaction, email, person);
    const present = await findMemberByEmail(transaction, organizationId, email);
    if (present !== undefined) throw new AlreadyMember(present);
    await checkInviter(transaction, context, invitation);
    await acceptInvitationRow(transaction, invitation);
    const member = await insertMember(transaction, { organizationId, userId, role, permissions });
    await recordEvents(transaction, causeOf(context), [memberJoined(member, invitation.id)]);
    return { member };
  });
  context.sealer.wake();
  return joined;
}

type GivenDetails = { name?: string | null | undefined; password?: string | null | undefined };
type Person = { readonly userId: string } | { readonly name: string; readonly passwordHash: string };

/** Returns the person who accepts: the signed-in account of the email, or the details of a new account. */
async function chosenPerson(
  { database, actor, configuration }: RequestContext,
  invitation: InvitationRow,
  given: GivenDetails,
): Promise<Person> {
  const { email } = invitation;
  const user = await findUserIdByEmail(database, email);
  if (user !== undefined) {
    checkSignedInAs(actor, user.id);
    refuseDetails(given);
    return { userId: user.id };
  }
  const { name, password } = requireDetails(given);
  const organization = await organizationNameOf(database, invitation);
  await checkPassword(password, { email, name, organization, productName: configuration.productName });
  // Hashed outside of the transaction: it is slow on purpose, and the transaction locks the organization.
  return { name, passwordHash: await hashPassword(password) };
}

function checkSignedInAs(actor: Actor, userId: string): void {
  if (actor.type === 'ANONYMOUS') {
    throw new Refusal('UNAUTHENTICATED', 'The invited email has an account: sign in to it and accept again.');
  }
  if (actor.type !== 'MEMBER' || actor.userId !== userId) {
    throw new Refusal('FORBIDDEN', 'The invitation is for another email: sign in to its account.');
  }
}

function refuseDetails(given: GivenDetails): void {
  const problem = 'must be omitted, because the invited email has an account';
  const problems = (['name', 'password'] as const).flatMap((name): InputProblem[] =>
    given[name] == null ? [] : [{ field: `input.${name}`, problem }],
  );
  if (problems.length > 0) throw badInput(problems);
}

function requireDetails({ name, password }: GivenDetails): { name: string; password: string } {
  if (name != null && password != null) return { name, password };
  const problem = 'is required, because the invited email has no account yet';
  throw badInput([
    ...(name == null ? [{ field: 'input.name', problem }] : []),
    ...(password == null ? [{ field: 'input.password', problem }] : []),
  ]);
}

async function personId(transaction: Transaction, email: string, person: Person): Promise<string> {
  if ('userId' in person) return person.userId;
  const user = await insertUser(transaction, { email, ...person });
  if (user !== undefined) return user.id;
  // The same person accepted another organization's invitation at the same time.
  throw new Refusal('UNAUTHENTICATED', 'The invited email has an account: sign in to it and accept again.');
}

async function requireInvitation(database: Database | Transaction, secretHash: Buffer) {
  const invitation = await findInvitationBySecret(database, secretHash);
  if (invitation === undefined) throw new InvalidLink();
  return invitation;
}
