import { rememberApiKey } from './api-key-of.ts';
import type { KeyChecker } from './decision.ts';
import type { MiddlewareOptions } from './express.ts';
import { type CallerAddress, checkRequest, refusalResponse } from './fetch.ts';
import type { Requirement } from './requirement.ts';

type Context = {
  readonly req: { readonly raw: Request };
  readonly res: Response;
  header(name: string, value: string): void;
};

export type HonoOptions<HonoContext> = MiddlewareOptions & {
  /** Returns the address of a request's caller, such as `(context: Context) => getConnInfo(context).remote.address`. */
  readonly address?: ((context: HonoContext) => CallerAddress) | undefined;
};

/**
 * Middleware for Hono: `app.get('/invoices', honoApiKey(verifier, { scopes: […] }), …)`. The handler gets the key with
 * `apiKeyOf(context.req.raw)`. Put `cors()` before it, because a browser sends its CORS preflight without a key.
 */
export function honoApiKey<HonoContext extends Context>(
  checker: KeyChecker,
  requirement: Requirement = {},
  { address, refusalFormat }: HonoOptions<HonoContext> = {},
) {
  return async function requireApiKey(
    context: HonoContext,
    next: () => Promise<void>,
  ): Promise<Response | undefined> {
    const decision = await checkRequest(checker, requirement, context.req.raw, {
      address: () => address?.(context),
    });
    if (!decision.allowed) return refusalResponse(context.req.raw, decision, refusalFormat);
    rememberApiKey(context.req.raw, decision.apiKey);
    await next();
    // The headers of a WebSocket upgrade cannot be changed.
    if (context.res.status < 200) return undefined;
    // Set after the handler, so that answers which the handler made itself have them too.
    for (const [name, value] of Object.entries(decision.headers)) context.header(name, value);
    return undefined;
  };
}
