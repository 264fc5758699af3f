import { findActorNames } from '../access/actor-names.sql.ts';
import type { Services } from '../access/context.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';
import { hashSecret, newSecret } from '../lib/secrets.ts';
import { invitationLetter, passwordChangedLetter, passwordResetLetter, type Sender } from './letters.ts';
import { findEmail, replacePasswordReset, setInvitationSecret } from './mail.sql.ts';
import type { Mailer } from './mailer.ts';

export type MailServices = Pick<Services, 'database' | 'configuration' | 'log' | 'publicUrl'> & {
  readonly mailer: Mailer;
};

type MailTasks = Pick<TaskHandlers, 'send_invitation' | 'send_password_reset' | 'send_password_changed'>;

/**
 * The jobs that send mail. The secret of a link is made here and only its hash is stored, so neither
 * the database nor its backups can be used to follow a link. A repeated job makes a new one, and the
 * one before is void.
 */
export function mailTasks(services: MailServices): MailTasks {
  return {
    send_invitation: ({ invitationId }, signal) => sendInvitation(services, invitationId, signal),
    send_password_reset: ({ email }, signal) => sendPasswordReset(services, email, signal),
    send_password_changed: ({ userId }, signal) => sendPasswordChanged(services, userId, signal),
  };
}

async function sendInvitation(services: MailServices, invitationId: string, signal: AbortSignal) {
  const { database, log, mailer } = services;
  const token = newSecret();
  const invitation = await setInvitationSecret(database, invitationId, hashSecret(token));
  if (invitation === undefined) {
    log.debug({ invitationId }, 'No mail: the invitation is no longer pending');
    return;
  }
  const { email: to, invitedBy: reference, ...rest } = invitation;
  const [invitedBy = null] = reference === null ? [] : await findActorNames(database, [reference]);
  await mailer.send(invitationLetter(senderOf(services), { to, token, invitedBy, ...rest }), signal);
}

async function sendPasswordReset(services: MailServices, email: string, signal: AbortSignal) {
  const { database, log, mailer } = services;
  const token = newSecret();
  const reset = await database
    .transaction()
    .execute((transaction) => replacePasswordReset(transaction, email, hashSecret(token)));
  if (reset === undefined) {
    log.debug('No mail: there is no account to set a password for');
    return;
  }
  const { expiresAt } = reset;
  await mailer.send(passwordResetLetter(senderOf(services), { to: reset.email, token, expiresAt }), signal);
}

async function sendPasswordChanged(services: MailServices, userId: string, signal: AbortSignal) {
  const user = await findEmail(services.database, userId);
  if (user === undefined) return;
  await services.mailer.send(passwordChangedLetter(senderOf(services), { to: user.email }), signal);
}

function senderOf({ configuration: { productName }, publicUrl }: MailServices): Sender {
  return { productName, publicUrl };
}
