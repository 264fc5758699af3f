import {
  type Credential,
  type Decision,
  decide,
  type KeyChecker,
  type RefusalOptions,
  refusalPolicy,
} from './decision.ts';
import { looksLikeToken, type OfflineVerifier } from './offline-verifier.ts';
import { verifyOnline } from './online-verification.ts';
import type { Requirement } from './requirement.ts';
import {
  atFirstUse,
  type Connection,
  type ConnectionOptions,
  checkGiven,
  connectionOf,
  required,
} from './settings.ts';
import { requireQuestion, type VerificationAnswer, type VerificationQuestion } from './verification.ts';

export type VerifierOptions = ConnectionOptions &
  RefusalOptions & {
    /** A service token that may verify. Default: LATCHKEY_SERVICE_TOKEN. */
    readonly serviceToken?: string | undefined;
    /**
     * Checks access tokens by their signature and does not ask Latchkey about them. Such requests count
     * in no limit and in no usage, and neither a revocation nor the allow-list is seen until the token
     * ends. Whoever holds a key can exchange it for a token, so this holds for every caller.
     */
    readonly offline?: OfflineVerifier | undefined;
  };

const defaultTimeoutMs = 2000;

/** Asks Latchkey about each request of a product's API. The middleware is made from it. */
export class Verifier implements KeyChecker {
  readonly #connect: () => { readonly connection: Connection; readonly serviceToken: string };
  readonly #offline: OfflineVerifier | undefined;
  readonly #policy: ReturnType<typeof refusalPolicy>;

  constructor(options: VerifierOptions = {}) {
    checkGiven(options, { serviceToken: options.serviceToken });
    this.#connect = atFirstUse(() => {
      const serviceToken = required(options.serviceToken, 'serviceToken', 'LATCHKEY_SERVICE_TOKEN');
      return { serviceToken, connection: connectionOf(options, [serviceToken], defaultTimeoutMs) };
    });
    this.#offline = options.offline;
    this.#policy = refusalPolicy(options);
  }

  /** The answer as it is. Throws UnavailableError when there is none in time, BadInputError for no key. */
  async verify(question: VerificationQuestion): Promise<VerificationAnswer> {
    requireQuestion(question);
    if (this.#offline !== undefined && looksLikeToken(question.key)) return this.#offline.verify(question);
    const { connection, serviceToken } = this.#connect();
    return verifyOnline(connection, serviceToken, question);
  }

  /** What a product's API does with a request: lets it through, or answers it as told. Never throws. */
  check(credential: Credential, requirement: Requirement = {}): Promise<Decision> {
    return decide((question) => this.verify(question), this.#policy, credential, requirement);
  }
}
