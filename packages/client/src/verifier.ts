import {
  type Credential,
  type Decision,
  decide,
  type KeyChecker,
  type RefusalOptions,
  type Requirement,
  refusalPolicy,
} from './decision.ts';
import { looksLikeToken, type OfflineVerifier } from './offline-verifier.ts';
import { verifyOnline } from './online-verification.ts';
import { type Connection, type ConnectionOptions, connectionOf, required } from './settings.ts';
import { requireQuestion, type VerificationAnswer, type VerificationQuestion } from './verification.ts';

export type VerifierOptions = ConnectionOptions &
  RefusalOptions & {
    /** A service token that may verify. Default: LATCHKEY_SERVICE_TOKEN. */
    readonly serviceToken?: string | undefined;
    /** Checks access tokens here in place of asking Latchkey; keys are always asked about. */
    readonly offline?: OfflineVerifier | undefined;
  };

const defaultTimeoutMs = 2000;

/** Asks Latchkey about each request of a product's API. The middleware is made from it. */
export class Verifier implements KeyChecker {
  readonly #connection: Connection;
  readonly #serviceToken: string;
  readonly #offline: OfflineVerifier | undefined;
  readonly #policy: ReturnType<typeof refusalPolicy>;

  constructor(options: VerifierOptions = {}) {
    this.#serviceToken = required(options.serviceToken, 'serviceToken', 'LATCHKEY_SERVICE_TOKEN');
    this.#connection = connectionOf(options, [this.#serviceToken], defaultTimeoutMs);
    this.#offline = options.offline;
    this.#policy = refusalPolicy(options);
  }

  /** The answer as it is. Throws UnavailableError when there is none in time, BadInputError for no key. */
  async verify(question: VerificationQuestion): Promise<VerificationAnswer> {
    requireQuestion(question);
    if (this.#offline !== undefined && looksLikeToken(question.key)) return this.#offline.verify(question);
    return verifyOnline(this.#connection, this.#serviceToken, question);
  }

  /** What a product's API does with a request: lets it through, or answers it as told. Never throws. */
  check(credential: Credential, requirement: Requirement = {}): Promise<Decision> {
    return decide((question) => this.verify(question), this.#policy, credential, requirement);
  }
}
