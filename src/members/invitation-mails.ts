import { findActorName } from '../access/actor-names.sql.ts';
import { actorReference } from '../access/actor-reference.ts';
import type { Services } from '../access/context.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';
import { hashSecret, newSecret } from '../lib/secrets.ts';
import { invitationLetter, type LetterServices, senderOf } from '../mail/letters.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { Letter } from '../mail/render-letter.ts';
import { findOrganization } from '../organizations/organizations.sql.ts';
import { setInvitationSecret } from './invitations.sql.ts';

type InvitationServices = LetterServices & Pick<Services, 'database' | 'log'>;

/**
 * The job that mails an invitation. It creates the secret of the link and stores only its hash, so that the database
 * and its backups contain no usable link. A repeated job creates a new secret, and the earlier one is void.
 */
export function invitationMailTasks(
  services: InvitationServices,
  mailer: Mailer,
): Pick<TaskHandlers, 'send_invitation'> {
  return {
    send_invitation: async ({ invitationId }, signal) => {
      const letter = await invitation(services, invitationId);
      if (letter !== null) await mailer.send(letter, signal);
    },
  };
}

async function invitation(services: InvitationServices, invitationId: string): Promise<Letter | null> {
  const { database, log } = services;
  const token = newSecret();
  const found = await setInvitationSecret(database, invitationId, hashSecret(token));
  const organization = found && (await findOrganization(database, found.organizationId));
  if (found === undefined || organization === undefined) {
    log.debug({ invitationId }, 'No mail: the invitation is no longer pending');
    return null;
  }
  const { email: to, expiresAt, invitedByType, invitedById } = found;
  const inviter = actorReference(invitedByType, invitedById);
  const invitedBy = inviter === null ? null : await findActorName(database, inviter);
  return invitationLetter(senderOf(services), {
    to,
    token,
    invitedBy,
    expiresAt,
    organizationName: organization.name,
  });
}
