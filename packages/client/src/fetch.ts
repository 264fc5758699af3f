import { rememberApiKey } from './api-key-of.ts';
import type { ApiKeyIdentity, Decision, KeyChecker } from './decision.ts';
import type { MiddlewareOptions } from './express.ts';
import { type RefusalFormat, renderRefusal } from './refusal.ts';
import type { Requirement } from './requirement.ts';

export type FetchOptions = MiddlewareOptions & {
  /**
   * Returns the address of a request's caller, which differs by platform. Without it, or if it fails, the address is
   * unknown.
   */
  readonly address?: ((request: Request) => CallerAddress) | undefined;
};

export type CallerAddress = string | null | undefined | Promise<string | null | undefined>;

/** Undefined: something else took over the request, such as Bun's `server.upgrade(request)`. */
type Answer = Response | undefined;

type Handler<Rest extends readonly unknown[], Given extends Answer> = (
  request: Request,
  apiKey: ApiKeyIdentity | null,
  ...rest: Rest
) => Given | Promise<Given>;

/**
 * Makes a fetch handler that only verified requests reach. `apiKey` is null only with `whenUnavailable: 'allow'`, and
 * for CORS preflights: browsers send them without a key, and the handler must answer them. Other arguments of the
 * platform, such as `env`, follow `apiKey`.
 */
export function fetchApiKey<Rest extends readonly unknown[], Given extends Answer = Response>(
  checker: KeyChecker,
  requirement: Requirement,
  handler: Handler<Rest, Given>,
  options: FetchOptions = {},
): (request: Request, ...rest: Rest) => Promise<Given | Response> {
  return async (request, ...rest) => {
    if (isPreflight(request)) {
      rememberApiKey(request, null);
      return handler(request, null, ...rest);
    }
    const decision = await checkRequest(checker, requirement, request, options);
    if (!decision.allowed) return refusalResponse(request, decision, options.refusalFormat);
    rememberApiKey(request, decision.apiKey);
    const answer = await handler(request, decision.apiKey, ...rest);
    return answer instanceof Response ? withHeaders(answer, decision.headers) : answer;
  };
}

export async function checkRequest(
  checker: KeyChecker,
  requirement: Requirement,
  request: Request,
  { address }: Pick<FetchOptions, 'address'>,
): Promise<Decision> {
  const { headers } = request;
  const ip = await addressOf(request, address);
  return checker.check(
    { authorization: headers.get('authorization'), userAgent: headers.get('user-agent'), ip },
    requirement,
  );
}

/** An error in the product's function is printed. No allow-list allows the unknown address. */
async function addressOf(
  request: Request,
  address: FetchOptions['address'],
): Promise<string | null | undefined> {
  try {
    return await address?.(request);
  } catch (error) {
    console.error(error);
    return undefined;
  }
}

export function refusalResponse(
  request: Request,
  decision: Extract<Decision, { allowed: false }>,
  format: RefusalFormat | undefined,
): Response {
  const accept = request.headers.get('accept');
  const { status, headers, body } = renderRefusal(decision, { format, accept });
  return new Response(body, { status, headers });
}

/** The Fetch standard reserves both headers for the browser. */
export function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');
}

function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  // A WebSocket upgrade carries the socket, and an error has no status. Neither can be copied.
  if (response.status < 200) return response;
  // Copies the answer, because the headers of a fetched answer cannot be changed.
  const answer = new Response(response.body, response);
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}
