import { ConfigurationError, KeyRevokedError, LatchkeyError, UnauthenticatedError } from './errors.ts';
import { report } from './report.ts';
import { isTransient, withRetries } from './retry.ts';
import {
  atFirstUse,
  type Connection,
  type ConnectionOptions,
  checkFunction,
  checkGiven,
  connectionOf,
  environmentVariable,
  required,
} from './settings.ts';
import { type AccessToken, type ExchangeRequest, exchange } from './token-exchange.ts';
import { isListOfTexts, recordOf } from './values.ts';

export type TokenSourceOptions = ConnectionOptions & {
  /** `key_…`. Default: LATCHKEY_API_KEY. */
  readonly apiKey?: string | undefined;
  /** The secret that was shown when the key was created. Default: LATCHKEY_API_SECRET. */
  readonly apiSecret?: string | undefined;
  /** `org_…` or `external:…`: the exchange is refused if the key belongs to another organization. Default: LATCHKEY_ORG_ID. */
  readonly organizationId?: string | undefined;
  /** The scopes of the tokens. Default: all scopes of the key. */
  readonly scopes?: readonly string[] | undefined;
  /** How many seconds before its expiry a token is replaced. Default 60. */
  readonly tokenRefreshBuffer?: number | undefined;
  /** Called for each failed refresh in the background, while the former token still works. */
  readonly onRefreshError?: ((error: LatchkeyError) => void) | undefined;
};

const defaults = { timeoutMs: 10_000, refreshBufferSeconds: 60 } as const;
const exchanging = { attempts: 5, firstPauseMs: 250, maxPauseMs: 10_000 } as const;
const afterFailureMs = 5000;
const afterRefusal = { firstPauseMs: 5000, maxPauseMs: 60_000 } as const;
/** If an API also refuses a new token, it has another reason. Each exchange counts in the key's limit. */
const afterSecondTryMs = 60_000;
const maxTimerMs = 2 ** 31 - 1;

/** Latchkey refused the key. Callers get this error until `askAgainAt`; the next caller then asks again. */
type RefusedKey = {
  readonly error: UnauthenticatedError;
  readonly askAgainAt: number;
  readonly pauseMs: number;
};

/**
 * Supplies a current access token for a key's id and secret. It exchanges the key at the first request, and replaces
 * the token before it expires. While Latchkey refuses the key, callers get that error at once. The key is tried again
 * after some seconds, at most once a minute, because an allow-list may change or a key may be resumed.
 */
export class TokenSource {
  readonly #connect: () => { readonly connection: Connection; readonly request: ExchangeRequest };
  readonly #refreshBufferMs: number;
  readonly #onRefreshError: (error: LatchkeyError) => void;
  readonly #stopping = new AbortController();
  #token: AccessToken | null = null;
  #exchange: Promise<AccessToken> | null = null;
  #refused: RefusedKey | null = null;
  /** The time of the next attempt, by the origin of the API. */
  readonly #noSecondTryUntil = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: TokenSourceOptions = {}) {
    const { tokenRefreshBuffer = defaults.refreshBufferSeconds } = options;
    if (!Number.isFinite(tokenRefreshBuffer) || tokenRefreshBuffer < 0) {
      throw new ConfigurationError('tokenRefreshBuffer: expected a number of seconds, at least 0');
    }
    if (options.scopes !== undefined && !isListOfTexts(options.scopes)) {
      throw new ConfigurationError('scopes: expected a list of scopes');
    }
    checkGiven(options, { apiKey: options.apiKey, apiSecret: options.apiSecret });
    this.#connect = atFirstUse(() => {
      const request = requestOf(options);
      return { request, connection: connectionOf(options, [request.secret], defaults.timeoutMs) };
    });
    this.#refreshBufferMs = tokenRefreshBuffer * 1000;
    this.#onRefreshError = options.onRefreshError ?? (() => {});
    checkFunction('onRefreshError', this.#onRefreshError);
  }

  /** Returns a token that is valid now. Concurrent callers share one exchange. */
  async token(): Promise<string> {
    this.#stopping.signal.throwIfAborted();
    const now = Date.now();
    const current = this.#token;
    if (current === null || now >= current.expiresAt) {
      if (this.#refused !== null && now < this.#refused.askAgainAt) throw this.#refused.error;
      return (await this.#exchanged()).value;
    }
    // Also refreshes without timers: an edge runtime stops between requests.
    if (now >= this.#refreshAt(current)) this.#refreshInBackground();
    return current.value;
  }

  /**
   * Forgets a token that an API refused, so that the next call exchanges the key again. Without `token` it forgets the
   * current token.
   */
  invalidate(token?: string): void {
    if (this.#token === null || (token ?? this.#token.value) !== this.#token.value) return;
    clearTimeout(this.#timer);
    this.#token = null;
  }

  /**
   * Calls `fetch` with a current token as `Authorization: Bearer …`. After an answer of 401 it exchanges the key again
   * and repeats the request once, unless its body can be read only once.
   */
  async fetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const token = await this.token();
    const response = await this.#send(input instanceof Request ? input.clone() : input, init, token);
    const origin = originOf(input);
    if (response.status !== 401 || Date.now() < (this.#noSecondTryUntil.get(origin) ?? 0)) return response;
    this.invalidate(token);
    if (!canBeSentAgain(init.body)) return response;
    await response.body?.cancel();
    const second = await this.#send(input, init, await this.token());
    if (second.status === 401) this.#noSecondTryUntil.set(origin, Date.now() + afterSecondTryMs);
    else this.#noSecondTryUntil.delete(origin);
    return second;
  }

  /** Stops refreshing and any exchange that is under way. Later calls throw. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#token = null;
    this.#stopping.abort(new LatchkeyError('STOPPED', 'The TokenSource is stopped.'));
  }

  #send(input: string | URL | Request, init: RequestInit, token: string): Promise<Response> {
    const headers = new Headers(init.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set('authorization', `Bearer ${token}`);
    const { fetch } = this.#connect().connection;
    return fetch(input, { ...init, headers });
  }

  #exchanged(): Promise<AccessToken> {
    this.#exchange ??= this.#exchangeWithRetries().finally(() => {
      this.#exchange = null;
    });
    return this.#exchange;
  }

  async #exchangeWithRetries(): Promise<AccessToken> {
    const { connection, request } = this.#connect();
    const { signal } = this.#stopping;
    try {
      const token = await withRetries({ ...exchanging, signal }, () => exchange(connection, request, signal));
      signal.throwIfAborted();
      this.#token = token;
      this.#refused = null;
      this.#refreshIn(this.#refreshAt(token) - Date.now());
      return token;
    } catch (error) {
      if (error instanceof UnauthenticatedError) this.#pauseAfter(error);
      throw error;
    }
  }

  /** A revoked key's token ends here at once; of another refusal its verification decides. */
  #pauseAfter(error: UnauthenticatedError): void {
    const { firstPauseMs, maxPauseMs } = afterRefusal;
    const pauseMs = this.#refused === null ? firstPauseMs : Math.min(this.#refused.pauseMs * 2, maxPauseMs);
    this.#refused = { error, pauseMs, askAgainAt: Date.now() + pauseMs };
    if (error instanceof KeyRevokedError) this.invalidate();
  }

  /** A buffer that would leave less than half of a token's life gives way to that half. */
  #refreshAt({ obtainedAt, expiresAt }: AccessToken): number {
    return Math.max(expiresAt - this.#refreshBufferMs, (obtainedAt + expiresAt) / 2);
  }

  #refreshIn(durationMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#refreshInBackground(),
      Math.min(Math.max(durationMs, 0), maxTimerMs),
    );
    letProcessEnd(this.#timer);
  }

  #refreshInBackground(): void {
    const pauseMs = (this.#refused?.askAgainAt ?? 0) - Date.now();
    if (this.#exchange !== null || pauseMs > 0) return;
    this.#exchanged().catch((error: unknown) => {
      if (this.#stopping.signal.aborted || !(error instanceof LatchkeyError)) return;
      // While the former token lasts; after that the next caller asks, and is told.
      if (this.#token !== null && Date.now() < this.#token.expiresAt) {
        if (isTransient(error)) this.#refreshIn(afterFailureMs);
        else if (this.#refused !== null) this.#refreshIn(this.#refused.pauseMs);
      }
      report(this.#onRefreshError, error);
    });
  }
}

function requestOf({ apiKey, apiSecret, organizationId, scopes = [] }: TokenSourceOptions): ExchangeRequest {
  return {
    keyId: required(apiKey, 'apiKey', 'LATCHKEY_API_KEY'),
    secret: required(apiSecret, 'apiSecret', 'LATCHKEY_API_SECRET'),
    organizationId: organizationId ?? environmentVariable('LATCHKEY_ORG_ID'),
    scopes,
  };
}

/** For a relative address, as in a browser, the origin is the text `null`. There is only one such API. */
function originOf(input: string | URL | Request): string {
  return new URL(input instanceof Request ? input.url : input, 'relative:/').origin;
}

/** A stream, of the web or of Node, is used up by the first sending. */
function canBeSentAgain(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return true;
  return !(body instanceof ReadableStream) && !(Symbol.asyncIterator in body);
}

/** In Node a timer keeps the process alive unless told otherwise; elsewhere it is a number. */
function letProcessEnd(timer: unknown): void {
  const { unref } = recordOf(timer);
  if (typeof unref === 'function') unref.call(timer);
}
