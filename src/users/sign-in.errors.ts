import { Outcome } from '../errors.ts';

export class InvalidCredentials extends Outcome {
  readonly code = 'INVALID_CREDENTIALS';

  constructor(message = 'The email or the password is wrong.') {
    super(message);
  }
}

export class UnsuitablePassword extends Outcome {
  readonly code = 'UNSUITABLE_PASSWORD';
}

/** Used, replaced by a newer one, too old, or never one: whoever asks learns no more than that. */
export class InvalidLink extends Outcome {
  readonly code = 'INVALID_LINK';

  constructor() {
    super('The link is not valid, or no longer.');
  }
}
