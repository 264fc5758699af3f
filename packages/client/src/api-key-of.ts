import type { ApiKeyIdentity } from './decision.ts';

/** Keyed by each framework's request object, so that no framework's types must be extended. */
const identities = new WeakMap<object, ApiKeyIdentity | null>();

/** For your own middleware: stores the key that `check` let through, so that `apiKeyOf(request)` returns it. */
export function rememberApiKey(request: object, apiKey: ApiKeyIdentity | null): void {
  identities.set(request, apiKey);
}

/**
 * Returns the verified key of a request that passed the middleware. Throws for a request that did not pass it, and for
 * one that passed unverified: with `whenUnavailable: 'allow'`, or as a CORS preflight.
 */
export function apiKeyOf(request: object): ApiKeyIdentity {
  const apiKey = identities.get(request);
  if (apiKey === undefined) throw new Error('The request did not pass the API key middleware.');
  if (apiKey === null) {
    throw new Error(
      'The request passed unverified: Latchkey could not be reached, or it is a CORS preflight.',
    );
  }
  return apiKey;
}

/** The same as `apiKeyOf`, but returns null for a request that passed unverified. */
export function apiKeyOrNullOf(request: object): ApiKeyIdentity | null {
  const apiKey = identities.get(request);
  if (apiKey === undefined) throw new Error('The request did not pass the API key middleware.');
  return apiKey;
}
