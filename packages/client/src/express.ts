import { rememberApiKey } from './api-key-of.ts';
import type { KeyChecker } from './decision.ts';
import { type RefusalFormat, renderRefusal } from './refusal.ts';
import type { Requirement } from './requirement.ts';

type Request = {
  readonly headers: {
    readonly authorization?: string | undefined;
    readonly accept?: string | undefined;
    readonly 'user-agent'?: string | undefined;
  };
  /** Behind a proxy this is correct only with Express's `trust proxy`. Absent without Express. */
  readonly ip?: string | undefined;
  readonly socket?: { readonly remoteAddress?: string | undefined };
};

type Response = {
  statusCode: number;
  readonly headersSent?: boolean;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
};

export type MiddlewareOptions = {
  /** The form of refusals. Default `problem`. Use `graphql` in front of a GraphQL server. */
  readonly refusalFormat?: RefusalFormat | undefined;
};

/**
 * Middleware for Express, Connect and plain `node:http`: `app.get('/invoices', expressApiKey(verifier, { scopes: […]
 * }), …)`. Put `cors()` before it, because a browser sends its CORS preflight without a key.
 */
export function expressApiKey(
  checker: KeyChecker,
  requirement: Requirement = {},
  { refusalFormat }: MiddlewareOptions = {},
) {
  /** Returns whether the request may continue. If not, it was answered. */
  const passes = async (request: Request, response: Response): Promise<boolean> => {
    const { headers, ip = request.socket?.remoteAddress } = request;
    const credential = { authorization: headers.authorization, userAgent: headers['user-agent'], ip };
    const decision = await checker.check(credential, requirement);
    // Other middleware, such as a time-out, has answered already.
    if (response.headersSent) return false;
    for (const [name, value] of Object.entries(decision.headers)) response.setHeader(name, value);
    if (decision.allowed) {
      rememberApiKey(request, decision.apiKey);
      return true;
    }
    const refusal = renderRefusal(decision, { format: refusalFormat, accept: headers.accept });
    response.statusCode = refusal.status;
    for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value);
    response.end(refusal.body);
    return false;
  };
  return async function requireApiKey(
    request: Request,
    response: Response,
    next: (error?: unknown) => void,
  ): Promise<void> {
    let isPassing: boolean;
    try {
      isPassing = await passes(request, response);
    } catch (error) {
      // Express 4 ignores promises: a rejected one would end the process.
      next(error);
      return;
    }
    if (isPassing) next();
  };
}
