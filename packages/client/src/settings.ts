import { ConfigurationError } from './errors.ts';
import { recordOf, textOf } from './values.ts';

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** The options of everything in this package that sends requests to Latchkey. */
export type ConnectionOptions = {
  /** The address of Latchkey: `https://keys.example.com`. Default: LATCHKEY_URL. */
  readonly url?: string | URL | undefined;
  /** Default: the platform's `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** How long one request may take, including its answer. */
  readonly timeoutMs?: number | undefined;
};

export type Connection = {
  readonly url: URL;
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  /** Never shown in an error. */
  readonly secrets: readonly string[];
};

/**
 * Checks given options at once. Missing ones are refused at first use, so that a module which creates a client can be
 * loaded without secrets, for example by `next build`.
 */
export function checkGiven(
  options: ConnectionOptions,
  secrets: Readonly<Record<string, string | undefined>>,
): void {
  const { url, timeoutMs, fetch } = options;
  checkTimeout(timeoutMs);
  if (fetch !== undefined) checkFunction('fetch', fetch);
  if (url !== undefined && url !== '') urlOf(url);
  for (const [name, secret] of Object.entries(secrets)) checkPrintable(name, secret);
}

/** Returns the value of `compute`, which runs at first use and again until it succeeds. */
export function atFirstUse<Value>(compute: () => Value): () => Value {
  let computed: { readonly value: Value } | undefined;
  return () => {
    computed ??= { value: compute() };
    return computed.value;
  };
}

export function connectionOf(
  options: ConnectionOptions,
  secrets: readonly string[],
  defaultTimeoutMs: number,
): Connection {
  const { fetch = platformFetch, timeoutMs = defaultTimeoutMs } = options;
  return { url: urlOf(options.url), fetch, timeoutMs, secrets };
}

/** Returns the option, or else the environment variable. Refuses if both are missing. */
export function required(option: string | undefined, optionName: string, variable: string): string {
  const value = option ?? environmentVariable(variable);
  if (value === undefined || value === '') {
    throw new ConfigurationError(`${optionName}: missing; give it, or set ${variable}`);
  }
  checkPrintable(optionName, value);
  return value;
}

/** fetch would refuse a line break from a file, and its error would quote the whole header. */
function checkPrintable(name: string, value: string | undefined): void {
  if (value === undefined || /^[\x21-\x7e]*$/.test(value)) return;
  throw new ConfigurationError(`${name}: has spaces, line breaks or other unprintable characters`);
}

/** Called later, another value would look like a failure of Latchkey. */
export function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') throw new ConfigurationError(`${name}: expected a function`);
}

/** A longer timer would end at once. */
const maxTimeoutMs = 2 ** 31 - 1;

function checkTimeout(timeoutMs: unknown): void {
  if (timeoutMs === undefined) return;
  if (typeof timeoutMs === 'number' && timeoutMs >= 1 && timeoutMs <= maxTimeoutMs) return;
  throw new ConfigurationError(`timeoutMs: expected a number of milliseconds from 1 to ${maxTimeoutMs}`);
}

/** Returns undefined without an environment, as in a browser. */
export function environmentVariable(name: string): string | undefined {
  const { env } = recordOf(Reflect.get(globalThis, 'process'));
  return textOf(recordOf(env)[name]);
}

/** Called without a receiver: browsers and edge runtimes refuse `fetch` as a method of another object. */
function platformFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  return fetch(input, init);
}

function urlOf(option: string | URL | undefined): URL {
  const text = String(option ?? environmentVariable('LATCHKEY_URL') ?? '');
  if (text === '') throw new ConfigurationError('url: missing; give it, or set LATCHKEY_URL');
  const url = parseUrl(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new ConfigurationError('url: expected an address such as https://keys.example.com');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new ConfigurationError('url: expected no user, password, query or fragment');
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
