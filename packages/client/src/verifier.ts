import {
  type Credential,
  type Decision,
  decide,
  type KeyChecker,
  type RefusalOptions,
  refusalPolicy,
} from './decision.ts';
import { looksLikeAccessToken, type OfflineVerifier } from './offline-verifier.ts';
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
    /** A service token with VERIFY_API_KEYS. Default: LATCHKEY_SERVICE_TOKEN. */
    readonly serviceToken?: string | undefined;
    /**
     * Checks access tokens by their signature, without a request to Latchkey. Such requests count in no limit and no
     * usage, and neither a revocation nor the allow-list is noticed until the token expires. Every holder of a key can
     * exchange it for a token, so this affects all callers.
     */
    readonly offline?: OfflineVerifier | undefined;
  };

const defaultTimeoutMs = 2000;

/** Asks Latchkey about each request to a product's API. Every middleware uses it. */
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

  /**
   * Returns Latchkey's answer. Throws UnavailableError if there is none in time, and BadInputError for a malformed
   * request.
   */
  async verify(question: VerificationQuestion): Promise<VerificationAnswer> {
    requireQuestion(question);
    if (this.#offline !== undefined && looksLikeAccessToken(question.key))
      return this.#offline.verify(question);
    const { connection, serviceToken } = this.#connect();
    return verifyOnline(connection, serviceToken, question);
  }

  /** Decides about a request to a product's API: let it through, or answer it as the decision says. It never throws. */
  check(credential: Credential | null | undefined, requirement: Requirement = {}): Promise<Decision> {
    return decide((question) => this.verify(question), this.#policy, credential, requirement);
  }
}
