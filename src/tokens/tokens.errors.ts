import { Outcome } from '../outcomes.ts';
import type { RefusedKeyCode } from '../verification-results.ts';

export class InvalidClient extends Outcome {
  readonly code = 'INVALID_CLIENT';
  /** Why a key with the right secret is refused. Only a caller that has the secret receives it. */
  readonly reason: RefusedKeyCode | undefined;

  constructor(message: string, reason?: RefusedKeyCode) {
    super(message);
    this.reason = reason;
  }
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
