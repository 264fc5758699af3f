import type { ApiKeyIdentity } from './decision.ts';

/** By the request object of each framework, so that no framework's types must be extended. */
const identities = new WeakMap<object, ApiKeyIdentity | null>();

export function rememberApiKey(request: object, apiKey: ApiKeyIdentity | null): void {
  identities.set(request, apiKey);
}

/**
 * The verified key of a request that passed the middleware. Throws for a request that did not, and for
 * one that passed unverified, which only `whenUnavailable: 'allow'` makes possible.
 */
export function apiKeyOf(request: object): ApiKeyIdentity {
  const apiKey = identities.get(request);
  if (apiKey === undefined) throw new Error('The request did not pass the API key middleware.');
  if (apiKey === null) throw new Error('The request passed unverified, since Latchkey could not be reached.');
  return apiKey;
}

/** As `apiKeyOf`, but null for a request that passed unverified. */
export function apiKeyOrNullOf(request: object): ApiKeyIdentity | null {
  const apiKey = identities.get(request);
  if (apiKey === undefined) throw new Error('The request did not pass the API key middleware.');
  return apiKey;
}
