import { rememberApiKey } from './api-key-of.ts';
import type { KeyChecker } from './decision.ts';
import type { MiddlewareOptions } from './express.ts';
import { checkRequest, refusalResponse } from './fetch.ts';
import type { Requirement } from './requirement.ts';

type Context = {
  readonly req: { readonly raw: Request };
  readonly res: Response;
  header(name: string, value: string): void;
};

export type HonoOptions<HonoContext> = MiddlewareOptions & {
  /** Where a request came from, such as `(context: Context) => getConnInfo(context).remote.address`. */
  readonly address?: ((context: HonoContext) => string | null | undefined) | undefined;
};

/**
 * `app.get('/invoices', honoApiKey(verifier, { scopes: […] }), …)`; the key is then
 * `apiKeyOf(context.req.raw)`. A browser asks for CORS before it sends a key, so `cors()` stands before this.
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
    // An upgrade to a WebSocket cannot be given other headers.
    if (context.res.status < 200) return undefined;
    // Afterwards, so that they are also on an answer that the handler made itself.
    for (const [name, value] of Object.entries(decision.headers)) context.header(name, value);
    return undefined;
  };
}
