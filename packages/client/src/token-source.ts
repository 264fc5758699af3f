import { ConfigurationError, KeyRevokedError, LatchkeyError } from './errors.ts';
import { isTransient, withRetries } from './retry.ts';
import {
  type Connection,
  type ConnectionOptions,
  connectionOf,
  environmentVariable,
  required,
} from './settings.ts';
import { type AccessToken, type ExchangeRequest, exchange } from './token-exchange.ts';
import { recordOf } from './values.ts';

export type TokenSourceOptions = ConnectionOptions & {
  /** `key_…`. Default: LATCHKEY_API_KEY. */
  readonly apiKey?: string | undefined;
  /** What was shown when the key was created. Default: LATCHKEY_API_SECRET. */
  readonly apiSecret?: string | undefined;
  /** `org_…`: refuses the exchange when the key is another organization's. Default: LATCHKEY_ORG_ID. */
  readonly organizationId?: string | undefined;
  /** What the tokens may do; all that the key may, unless given. */
  readonly scopes?: readonly string[] | undefined;
  /** How long before its end a token is replaced, in seconds (default 60). */
  readonly tokenRefreshBuffer?: number | undefined;
  /** Told of each failure of a refresh in the background, while the former token still serves. */
  readonly onRefreshError?: ((error: LatchkeyError) => void) | undefined;
};

const defaults = { timeoutMs: 10_000, refreshBufferSeconds: 60 } as const;
const exchanging = { attempts: 5, firstPauseMs: 250, longestPauseMs: 10_000 } as const;
const afterFailureMs = 5000;
const longestTimerMs = 2 ** 31 - 1;

/**
 * Access tokens for a key's id and secret, always a current one: exchanged when first asked for, then
 * replaced ahead of their end. Once Latchkey refuses the key itself, every call throws KeyRevokedError
 * and nothing more is sent.
 */
export class TokenSource {
  readonly #connection: Connection;
  readonly #request: ExchangeRequest;
  readonly #refreshBufferMs: number;
  readonly #onRefreshError: (error: LatchkeyError) => void;
  readonly #stopping = new AbortController();
  #token: AccessToken | null = null;
  #exchange: Promise<AccessToken> | null = null;
  #refusal: KeyRevokedError | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: TokenSourceOptions = {}) {
    const { tokenRefreshBuffer = defaults.refreshBufferSeconds, scopes = [] } = options;
    if (!(tokenRefreshBuffer >= 0)) {
      throw new ConfigurationError('tokenRefreshBuffer: expected a number of seconds, at least 0');
    }
    const keyId = required(options.apiKey, 'apiKey', 'LATCHKEY_API_KEY');
    const secret = required(options.apiSecret, 'apiSecret', 'LATCHKEY_API_SECRET');
    const organizationId = options.organizationId ?? environmentVariable('LATCHKEY_ORG_ID');
    this.#request = { keyId, secret, organizationId, scopes };
    this.#connection = connectionOf(options, [secret], defaults.timeoutMs);
    this.#refreshBufferMs = tokenRefreshBuffer * 1000;
    this.#onRefreshError = options.onRefreshError ?? (() => {});
  }

  /** A token that is good now. Callers at the same time share one exchange. */
  async token(): Promise<string> {
    this.#refuseWhenOver();
    const now = Date.now();
    const current = this.#token;
    if (current === null || now >= current.expiresAt) return (await this.#exchanged()).value;
    // Also without timers, as on an edge runtime, which stops between requests.
    if (now >= this.#refreshAt(current)) this.#refreshInBackground();
    return current.value;
  }

  /** `fetch` with a current token as `Authorization: Bearer …`. */
  async fetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set('authorization', `Bearer ${await this.token()}`);
    const { fetch } = this.#connection;
    return fetch(input, { ...init, headers });
  }

  /** Ends the refreshing, and an exchange under way; later calls throw. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#token = null;
    this.#stopping.abort(new LatchkeyError('STOPPED', 'The TokenSource is stopped.'));
  }

  #refuseWhenOver(): void {
    this.#stopping.signal.throwIfAborted();
    if (this.#refusal !== null) throw this.#refusal;
  }

  #exchanged(): Promise<AccessToken> {
    this.#exchange ??= this.#exchangeWithRetries().finally(() => {
      this.#exchange = null;
    });
    return this.#exchange;
  }

  async #exchangeWithRetries(): Promise<AccessToken> {
    const { signal } = this.#stopping;
    try {
      const token = await withRetries({ ...exchanging, signal }, () =>
        exchange(this.#connection, this.#request, signal),
      );
      signal.throwIfAborted();
      this.#token = token;
      this.#refreshIn(this.#refreshAt(token) - Date.now());
      return token;
    } catch (error) {
      if (error instanceof KeyRevokedError) this.#giveUp(error);
      throw error;
    }
  }

  #giveUp(refusal: KeyRevokedError): void {
    clearTimeout(this.#timer);
    this.#refusal = refusal;
    this.#token = null;
  }

  /** A buffer that would leave less than half of a token's life gives way to that half. */
  #refreshAt({ obtainedAt, expiresAt }: AccessToken): number {
    return Math.max(expiresAt - this.#refreshBufferMs, (obtainedAt + expiresAt) / 2);
  }

  #refreshIn(durationMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#refreshInBackground(),
      Math.min(Math.max(durationMs, 0), longestTimerMs),
    );
    letProcessEnd(this.#timer);
  }

  #refreshInBackground(): void {
    if (this.#exchange !== null) return;
    this.#exchanged().catch((error: unknown) => {
      if (this.#stopping.signal.aborted || !(error instanceof LatchkeyError)) return;
      // While the former token lasts; after that the next caller asks, and is told.
      if (isTransient(error) && this.#token !== null && Date.now() < this.#token.expiresAt) {
        this.#refreshIn(afterFailureMs);
      }
      this.#onRefreshError(error);
    });
  }
}

/** In Node a timer keeps the process alive unless told otherwise; elsewhere it is a number. */
function letProcessEnd(timer: unknown): void {
  const { unref } = recordOf(timer);
  if (typeof unref === 'function') unref.call(timer);
}
