import { ConfigurationError } from './errors.ts';
import { recordOf, textOf } from './values.ts';

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** What every part of this package that talks to Latchkey is told, with its default. */
export type ConnectionOptions = {
  /** Where Latchkey is: `https://keys.example.com`. Default: LATCHKEY_URL. */
  readonly url?: string | URL | undefined;
  /** Default: the platform's own. */
  readonly fetch?: Fetch | undefined;
  /** How long one request may take, its answer included. */
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
 * What is given is checked at once. What is missing is told at first use: a module that makes a client can
 * then be loaded where there are no secrets, as by `next build`.
 */
export function checkGiven(
  options: ConnectionOptions,
  secrets: Readonly<Record<string, string | undefined>>,
): void {
  const { url, timeoutMs } = options;
  checkTimeout(timeoutMs);
  if (url !== undefined && url !== '') urlOf(url);
  for (const [name, secret] of Object.entries(secrets)) checkPrintable(name, secret);
}

/** What `compute` gives, once it has succeeded. */
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

/** The option, else the environment variable; refused when both are missing. */
export function required(option: string | undefined, optionName: string, variable: string): string {
  const value = option ?? environmentVariable(variable);
  if (value === undefined || value === '') {
    throw new ConfigurationError(`${optionName}: missing; give it, or set ${variable}`);
  }
  checkPrintable(optionName, value);
  return value;
}

/** A line break from a file would be refused by fetch, which quotes the whole header in its error. */
function checkPrintable(name: string, value: string | undefined): void {
  if (value === undefined || /^[\x21-\x7e]*$/.test(value)) return;
  throw new ConfigurationError(`${name}: has spaces, line breaks or other unprintable characters`);
}

function checkTimeout(timeoutMs: number | undefined): void {
  if (timeoutMs === undefined || timeoutMs > 0) return;
  throw new ConfigurationError('timeoutMs: expected a number of milliseconds above 0');
}

/** Undefined where there is no environment, as in a browser. */
export function environmentVariable(name: string): string | undefined {
  const { env } = recordOf(Reflect.get(globalThis, 'process'));
  return textOf(recordOf(env)[name]);
}

/** Called without a receiver: browsers and edge runtimes refuse `fetch` as a method of anything else. */
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
