import { apiKeyOrNullOf, rememberApiKey } from './api-key-of.ts';
import type { ApiKeyIdentity, KeyChecker } from './decision.ts';
import { checkRequest, type FetchOptions, isPreflight, refusalResponse } from './fetch.ts';
import type { Requirement } from './requirement.ts';

/** The resolvers' context. `apiKey` is null only with `whenUnavailable: 'allow'`. */
export type ApiKeyContext = { readonly apiKey: ApiKeyIdentity | null };

type RequestPayload = { readonly request: Request; endResponse(response: Response): void };
type ContextPayload = {
  readonly context: { readonly request: Request };
  extendContext(extension: ApiKeyContext): void;
};
type ResponsePayload = { readonly request: Request; readonly response: { readonly headers: Headers } };

/** A plugin of graphql-yoga: every request needs a key, and resolvers get it as `context.apiKey`. */
export function yogaApiKey(
  checker: KeyChecker,
  requirement: Requirement = {},
  options: Pick<FetchOptions, 'address'> = {},
) {
  const headersOf = new WeakMap<Request, Readonly<Record<string, string>>>();
  return {
    async onRequest({ request, endResponse }: RequestPayload): Promise<void> {
      // yoga's own CORS support answers this.
      if (isPreflight(request)) return;
      const decision = await checkRequest(checker, requirement, request, options);
      if (!decision.allowed) return endResponse(refusalResponse(request, decision, 'graphql'));
      rememberApiKey(request, decision.apiKey);
      headersOf.set(request, decision.headers);
    },
    onContextBuilding({ context, extendContext }: ContextPayload): void {
      extendContext({ apiKey: apiKeyOrNullOf(context.request) });
    },
    onResponse({ request, response }: ResponsePayload): void {
      const headers = Object.entries(headersOf.get(request) ?? {});
      for (const [name, value] of headers) response.headers.set(name, value);
    },
  };
}
