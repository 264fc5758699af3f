import { rememberApiKey } from './api-key-of.ts';
import type { ApiKeyIdentity, Decision, KeyChecker, Requirement } from './decision.ts';
import { problemBody } from './refusal.ts';

export type FetchOptions = {
  /** Where a request came from: each platform says it in its own way. Unknown unless given. */
  readonly address?: ((request: Request) => string | undefined) | undefined;
};

type Handler<Rest extends readonly unknown[]> = (
  request: Request,
  apiKey: ApiKeyIdentity | null,
  ...rest: Rest
) => Response | Promise<Response>;

/**
 * A handler from Request to Response that only verified requests reach; `apiKey` is null only with
 * `whenUnavailable: 'allow'`. What else the platform passes, such as `env`, comes after it.
 */
export function fetchApiKey<Rest extends readonly unknown[]>(
  checker: KeyChecker,
  requirement: Requirement,
  handler: Handler<Rest>,
  options: FetchOptions = {},
): (request: Request, ...rest: Rest) => Promise<Response> {
  return async (request, ...rest) => {
    const decision = await checkRequest(checker, requirement, request, options);
    if (!decision.allowed) return refusalResponse(decision);
    rememberApiKey(request, decision.apiKey);
    const response = await handler(request, decision.apiKey, ...rest);
    // A copy: the headers of an answer that was itself fetched cannot be changed.
    const answer = new Response(response.body, response);
    for (const [name, value] of Object.entries(decision.headers)) answer.headers.set(name, value);
    return answer;
  };
}

export function checkRequest(
  checker: KeyChecker,
  requirement: Requirement,
  request: Request,
  { address }: FetchOptions,
): Promise<Decision> {
  const { headers } = request;
  const ip = address?.(request);
  return checker.check(
    { authorization: headers.get('authorization'), userAgent: headers.get('user-agent'), ip },
    requirement,
  );
}

export function refusalResponse(decision: Extract<Decision, { allowed: false }>): Response {
  return new Response(problemBody(decision), {
    status: decision.status,
    headers: { ...decision.headers, 'content-type': 'application/problem+json' },
  });
}
