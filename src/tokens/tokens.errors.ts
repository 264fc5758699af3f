import { Outcome } from '../errors.ts';

export class InvalidClient extends Outcome {
  readonly code = 'INVALID_CLIENT';
}

export class InvalidScope extends Outcome {
  readonly code = 'INVALID_SCOPE';
}

export class UnsupportedGrantType extends Outcome {
  readonly code = 'UNSUPPORTED_GRANT_TYPE';

  constructor() {
    super('Only client_credentials is supported.');
  }
}
