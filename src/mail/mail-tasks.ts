import { findActorName } from '../access/actor-names.sql.ts';
import type { Services } from '../access/context.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';
import { hashSecret, newSecret } from '../lib/secrets.ts';
import type { Letter } from './letter.ts';
import { invitationLetter, passwordChangedLetter, passwordResetLetter, type Sender } from './letters.ts';
import { findEmail, replacePasswordReset, setInvitationSecret } from './mail.sql.ts';
import type { Mailer } from './mailer.ts';

/** Read at each mail and not before: in tests, the address is known only once the server listens. */
export type MailServices = Pick<Services, 'database' | 'configuration' | 'log' | 'publicUrl'>;

type MailTasks = Pick<TaskHandlers, 'send_invitation' | 'send_password_reset' | 'send_password_changed'>;

/**
 * The jobs that send mail. The secret of a link is made here and only its hash is stored, so neither
 * the database nor its backups can be used to follow a link. A repeated job makes a new one, and the
 * one before is void.
 */
export function mailTasks(services: MailServices, mailer: Mailer): MailTasks {
  return {
    send_invitation: async ({ invitationId }, signal) => {
      await sendIfAny(mailer, await invitation(services, invitationId), signal);
    },
    send_password_reset: async ({ email }, signal) => {
      await sendIfAny(mailer, await passwordReset(services, email), signal);
    },
    send_password_changed: async ({ userId }, signal) => {
      await sendIfAny(mailer, await passwordChanged(services, userId), signal);
    },
  };
}

async function invitation(services: MailServices, invitationId: string): Promise<Letter | null> {
  const { database, log } = services;
  const token = newSecret();
  const found = await setInvitationSecret(database, invitationId, hashSecret(token));
  if (found === undefined) {
    log.debug({ invitationId }, 'No mail: the invitation is no longer pending');
    return null;
  }
  const { email: to, invitedBy: reference, ...rest } = found;
  const invitedBy = reference === null ? null : await findActorName(database, reference);
  return invitationLetter(senderOf(services), { to, token, invitedBy, ...rest });
}

async function passwordReset(services: MailServices, email: string): Promise<Letter | null> {
  const { database, log } = services;
  const token = newSecret();
  const reset = await database
    .transaction()
    .execute((transaction) => replacePasswordReset(transaction, email, hashSecret(token)));
  if (reset === undefined) {
    log.debug('No mail: there is no account to set a password for');
    return null;
  }
  const { email: to, expiresAt } = reset;
  return passwordResetLetter(senderOf(services), { to, token, expiresAt });
}

async function passwordChanged(services: MailServices, userId: string): Promise<Letter | null> {
  const user = await findEmail(services.database, userId);
  return user === undefined ? null : passwordChangedLetter(senderOf(services), { to: user.email });
}

async function sendIfAny(mailer: Mailer, letter: Letter | null, signal: AbortSignal): Promise<void> {
  if (letter !== null) await mailer.send(letter, signal);
}

function senderOf({ configuration: { productName }, publicUrl }: MailServices): Sender {
  return { productName, publicUrl };
}
