import { outcome } from '../outcomes.ts';

export class InvalidCredentials extends outcome({
  code: 'INVALID_CREDENTIALS',
  description: 'The email or the password is wrong. The error does not tell which.',
}) {
  constructor(message = 'The email or the password is wrong.') {
    super(message);
  }
}

export class UnsuitablePassword extends outcome({
  code: 'UNSUITABLE_PASSWORD',
  description: 'The new password is too short, too long, common or easy to guess.',
}) {}

/** The link was used, replaced, or expired, or never existed. The caller does not learn which. */
export class InvalidLink extends outcome({
  code: 'INVALID_LINK',
  description: 'The mailed link was used, was replaced by a newer one, or has expired.',
}) {
  constructor() {
    super('The link is not valid, or is no longer valid.');
  }
}
