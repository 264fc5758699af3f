import { ApiKeys } from './api-keys.ts';
import { Events } from './events.ts';
import { type Caller, type CallOptions, graphqlCaller } from './graphql.ts';
import { Invitations } from './invitations.ts';
import { Members } from './members.ts';
import { verifyOnline } from './online-verification.ts';
import { OrganizationResource } from './organization.ts';
import { ServiceTokens } from './service-tokens.ts';
import {
  atFirstUse,
  type ConnectionOptions,
  checkGiven,
  connectionOf,
  environmentVariable,
  required,
} from './settings.ts';
import type { VerificationAnswer, VerificationQuestion } from './verification.ts';

export type LatchkeyOptions = ConnectionOptions & {
  /**
   * A management key (default: LATCHKEY_API_SECRET), a session token, a service token, or an access token of the
   * company's issuer. It never appears in an error or when this object is printed.
   */
  readonly credential?: string | undefined;
  /** `org_…` or `external:…`, if the credential does not belong to exactly one organization. Default: LATCHKEY_ORG_ID. */
  readonly organization?: string | undefined;
};

const defaultTimeoutMs = 10_000;

/**
 * Manages keys, members and service tokens. Expected errors are returned as `{ ok: false, error }`. Refusals and
 * failures are thrown as LatchkeyError.
 */
export class Latchkey {
  readonly apiKeys: ApiKeys;
  readonly organization: OrganizationResource;
  readonly members: Members;
  readonly invitations: Invitations;
  readonly serviceTokens: ServiceTokens;
  readonly events: Events;
  readonly #connect: () => Caller;

  constructor(options: LatchkeyOptions = {}) {
    checkGiven(options, { credential: options.credential });
    this.#connect = atFirstUse(() => callerOf(options));
    const call = graphqlCaller(this.#connect);
    this.apiKeys = new ApiKeys(call);
    this.organization = new OrganizationResource(call);
    this.members = new Members(call);
    this.invitations = new Invitations(call);
    this.serviceTokens = new ServiceTokens(call);
    this.events = new Events(this.#connect);
  }

  /**
   * Verifies a key and consumes its limit. It needs a service token with VERIFY_API_KEYS. A product's own API should
   * use Verifier, which also answers refused requests.
   */
  async verify(question: VerificationQuestion, options?: CallOptions): Promise<VerificationAnswer> {
    const { connection, credential } = this.#connect();
    return verifyOnline(connection, credential, question, options?.signal);
  }
}

function callerOf(options: LatchkeyOptions): Caller {
  const credential = required(options.credential, 'credential', 'LATCHKEY_API_SECRET');
  const organization = options.organization ?? environmentVariable('LATCHKEY_ORG_ID');
  return { credential, organization, connection: connectionOf(options, [credential], defaultTimeoutMs) };
}
