import { causeOf } from '../access/cause-of.ts';
import type { RequestContext } from '../access/context.ts';
import { lockPerson } from '../access/credentials.sql.ts';
import { personOperation } from '../access/operation.ts';
import type { Transaction } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { parseInput } from '../input.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { normalizeEmail } from '../lib/email.ts';
import { hashSecret } from '../lib/secrets.ts';
import { causeWithoutRequest } from '../log/cause.ts';
import { recordEvents } from '../log/record-events.ts';
import {
  beginLinkRequest,
  beginPasswordAttempt,
  endPasswordAttempt,
  forgiveAccount,
} from './attempt-limits.ts';
import { checkPassword } from './password-rules.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { personEvents } from './person-events.ts';
import { deleteOtherSessions } from './sessions.sql.ts';
import { InvalidCredentials, InvalidLink } from './sign-in.errors.ts';
import { noteRefusedSignIn } from './sign-in.ts';
import { changePasswordInput, requestPasswordResetInput, resetPasswordInput } from './sign-in-input.ts';
import {
  consumePasswordReset,
  deletePasswordResets,
  findPasswordReset,
  findUser,
  findUserByEmail,
  lockUserWithPassword,
  updateUser,
} from './users.sql.ts';
import type { Viewer } from './viewer.ts';

/**
 * Changes the caller's own password and ends all their other sessions. Wrong guesses at the present password count as
 * at sign-in. Throws InvalidCredentials, UnsuitablePassword.
 */
export const changePassword = personOperation({
  input: changePasswordInput,
  async prepare(reading, { currentPassword, newPassword }) {
    const { database, configuration, actor, origin } = reading;
    const { email, name, passwordHash } = await findUser(database, actor.userId);
    const attempt = await beginPasswordAttempt(database, email, origin.address);
    const { correct } = await verifyPassword(currentPassword, passwordHash);
    if (!correct || passwordHash === null) {
      noteRefusedSignIn(reading, email, 'INVALID_CREDENTIALS');
      throw wrongPassword();
    }
    await endPasswordAttempt(database, attempt);
    await checkPassword(newPassword, { email, name, productName: configuration.productName });
    return { formerHash: passwordHash, newHash: await hashPassword(newPassword) };
  },
  async run({ transaction, actor }, _input, { formerHash, newHash }): Promise<{ viewer: Viewer }> {
    const { userId, sessionId } = actor;
    const user = await lockUserWithPassword(transaction, userId, formerHash);
    // The password was changed after it was verified.
    if (user === undefined) throw wrongPassword();
    await storePassword(transaction, userId, newHash, sessionId);
    return { viewer: { user, sessionId } };
  },
  event: ({ transaction, result }) =>
    personEvents(transaction, 'PERSON_PASSWORD_CHANGED', result.viewer.user, { by: 'PERSON' }),
});

/**
 * Starts a job that mails a link to set a new password. Only the job checks whether the email has an account, so the
 * answer and its time are always the same.
 */
export async function requestPasswordReset(context: RequestContext, input: unknown): Promise<void> {
  const { database, origin } = context;
  const { email } = parseInput(requestPasswordResetInput, input);
  await beginLinkRequest(database, email, origin.address);
  await database
    .transaction()
    .execute((transaction) => enqueue(transaction, 'send_password_reset', { email }));
  const cause = causeOf(context);
  // It is written after the answer, so that its time does not show whether the email has an account.
  context.refusals.note(async (transaction) => {
    const user = await findUserByEmail(transaction, email);
    const person = { id: user?.id, email };
    const type = 'PERSON_PASSWORD_RESET_REQUESTED';
    await recordEvents(transaction, cause, await personEvents(transaction, type, person, { by: 'CALLER' }));
  });
}

/**
 * Sets a new password with a mailed link, once, and ends all sessions. Throws InvalidLink and UnsuitablePassword. After
 * UnsuitablePassword the link still works.
 */
export async function resetPassword(context: RequestContext, input: unknown): Promise<{ email: string }> {
  const { database, configuration, origin } = context;
  const { token, newPassword } = parseInput(resetPasswordInput, input);
  const secretHash = hashSecret(token);
  const reset = await findPasswordReset(database, secretHash);
  if (reset === undefined) throw new InvalidLink();
  const { userId, email, name } = reset;
  const person = { id: userId, email };
  await checkPassword(newPassword, { email, name, productName: configuration.productName });
  const newHash = await hashPassword(newPassword);
  await database.transaction().execute(async (transaction) => {
    await lockPerson(transaction, userId);
    if (!(await consumePasswordReset(transaction, secretHash))) throw new InvalidLink();
    await storePassword(transaction, userId, newHash, null);
    const events = await personEvents(transaction, 'PERSON_PASSWORD_CHANGED', person, {
      by: 'PERSON',
      via: 'LINK',
    });
    await recordEvents(transaction, causeOf(context), events);
  });
  context.sealer.wake();
  await forgiveAccount(database, email, origin.address);
  return { email };
}

/**
 * Sets a password without the old one. It is for the command line, whose user has access to the database. Throws
 * Refusal NOT_FOUND if the person does not exist, and UnsuitablePassword.
 */
export async function setPasswordAsOperator(
  { database, configuration, clock }: Pick<RequestContext, 'database' | 'configuration' | 'clock'>,
  { email, password }: { email: string; password: string },
): Promise<{ email: string; name: string }> {
  const user = await findUserByEmail(database, normalizeEmail(email));
  if (user === undefined) throw new Refusal('NOT_FOUND', `Nobody has the email ${email}.`);
  await checkPassword(password, { ...user, productName: configuration.productName });
  const newHash = await hashPassword(password);
  await database.transaction().execute(async (transaction) => {
    await lockPerson(transaction, user.id);
    await storePassword(transaction, user.id, newHash, null);
    const events = await personEvents(transaction, 'PERSON_PASSWORD_CHANGED', user, { by: 'CALLER' });
    await recordEvents(transaction, causeWithoutRequest('COMMAND_LINE', clock.now()), events);
  });
  await forgiveAccount(database, user.email, null);
  return user;
}

/** Stores the password. It ends all sessions except the given one, and all links that were mailed before. */
async function storePassword(
  transaction: Transaction,
  userId: string,
  passwordHash: string,
  keptSessionId: string | null,
): Promise<void> {
  await updateUser(transaction, userId, { passwordHash });
  await deleteOtherSessions(transaction, userId, keptSessionId);
  await deletePasswordResets(transaction, userId);
  await enqueue(transaction, 'send_password_changed', { userId });
}

function wrongPassword(): InvalidCredentials {
  return new InvalidCredentials('The current password is wrong.');
}
