import { rememberApiKey } from './api-key-of.ts';
import type { KeyChecker, Requirement } from './decision.ts';
import { problemBody } from './refusal.ts';

type Request = {
  readonly headers: {
    readonly authorization?: string | undefined;
    readonly 'user-agent'?: string | undefined;
  };
  /** Behind a proxy this is right only with Express's `trust proxy`. Absent outside Express. */
  readonly ip?: string | undefined;
  readonly socket?: { readonly remoteAddress?: string | undefined };
};

type Response = {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
};

/** For Express, Connect and plain `node:http`: `app.get('/invoices', expressApiKey(verifier, { scopes: […] }), …)`. */
export function expressApiKey(checker: KeyChecker, requirement: Requirement = {}) {
  return async function requireApiKey(
    request: Request,
    response: Response,
    next: (error?: unknown) => void,
  ): Promise<void> {
    const { headers, ip = request.socket?.remoteAddress } = request;
    const credential = { authorization: headers.authorization, userAgent: headers['user-agent'], ip };
    const decision = await checker.check(credential, requirement);
    for (const [name, value] of Object.entries(decision.headers)) response.setHeader(name, value);
    if (decision.allowed) {
      rememberApiKey(request, decision.apiKey);
      next();
      return;
    }
    response.statusCode = decision.status;
    response.setHeader('content-type', 'application/problem+json');
    response.end(problemBody(decision));
  };
}
