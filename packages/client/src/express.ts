import { rememberApiKey } from './api-key-of.ts';
import type { Decision, KeyChecker, Requirement } from './decision.ts';
import { type RefusalFormat, renderRefusal } from './refusal.ts';

type Request = {
  readonly headers: {
    readonly authorization?: string | undefined;
    readonly accept?: string | undefined;
    readonly 'user-agent'?: string | undefined;
  };
  /** Behind a proxy this is right only with Express's `trust proxy`. Absent outside Express. */
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
  /** How a refusal is answered (default `problem`); `graphql` is for a GraphQL server behind this middleware. */
  readonly refusalFormat?: RefusalFormat | undefined;
};

/**
 * For Express, Connect and plain `node:http`: `app.get('/invoices', expressApiKey(verifier, { scopes: […] }), …)`.
 * A browser asks for CORS before it sends a key, so `cors()` stands before this.
 */
export function expressApiKey(
  checker: KeyChecker,
  requirement: Requirement = {},
  { refusalFormat }: MiddlewareOptions = {},
) {
  return async function requireApiKey(
    request: Request,
    response: Response,
    next: (error?: unknown) => void,
  ): Promise<void> {
    const { headers, ip = request.socket?.remoteAddress } = request;
    const credential = { authorization: headers.authorization, userAgent: headers['user-agent'], ip };
    let decision: Decision;
    try {
      decision = await checker.check(credential, requirement);
    } catch (error) {
      // Express 4 does not look at promises: a rejected one would end the process.
      next(error);
      return;
    }
    // A time-out, or whatever else stands before this, has answered meanwhile.
    if (response.headersSent) return;
    for (const [name, value] of Object.entries(decision.headers)) response.setHeader(name, value);
    if (decision.allowed) {
      rememberApiKey(request, decision.apiKey);
      next();
      return;
    }
    const refusal = renderRefusal(decision, { format: refusalFormat, accept: headers.accept });
    response.statusCode = refusal.status;
    for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value);
    response.end(refusal.body);
  };
}
