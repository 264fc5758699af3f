import type { Services } from '../access/context.ts';
import type { TaskHandlers } from '../jobs/tasks.ts';
import { hashSecret, newSecret } from '../lib/secrets.ts';
import {
  type LetterServices,
  passwordChangedLetter,
  passwordResetLetter,
  senderOf,
} from '../mail/letters.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { Letter } from '../mail/render-letter.ts';
import { findEmail, replacePasswordReset } from './users.sql.ts';

type PasswordServices = LetterServices & Pick<Services, 'database' | 'log'>;
type PasswordMailTasks = Pick<TaskHandlers, 'send_password_reset' | 'send_password_changed'>;

/**
 * The jobs that send mails about passwords. A link's secret is made here, and only its hash is stored. So nobody can
 * follow a link with the database or a backup.
 */
export function passwordMailTasks(services: PasswordServices, mailer: Mailer): PasswordMailTasks {
  return {
    send_password_reset: async ({ email }, signal) => {
      const letter = await passwordReset(services, email);
      if (letter !== null) await mailer.send(letter, signal);
    },
    send_password_changed: async ({ userId }, signal) => {
      const user = await findEmail(services.database, userId);
      if (user === undefined) return;
      await mailer.send(passwordChangedLetter(senderOf(services), { to: user.email }), signal);
    },
  };
}

async function passwordReset(services: PasswordServices, email: string): Promise<Letter | null> {
  const { database, log } = services;
  const token = newSecret();
  const reset = await database
    .transaction()
    .execute((transaction) => replacePasswordReset(transaction, email, hashSecret(token)));
  if (reset === undefined) {
    log.debug('No mail: the account to set a password for does not exist');
    return null;
  }
  const { email: to, expiresAt } = reset;
  return passwordResetLetter(senderOf(services), { to, token, expiresAt });
}
