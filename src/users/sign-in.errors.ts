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

/** The link was used, replaced, or expired, or never existed. The caller does not learn which. */
export class InvalidLink extends Outcome {
  readonly code = 'INVALID_LINK';

  constructor() {
    super('The link is not valid, or is no longer valid.');
  }
}
