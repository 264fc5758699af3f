import { rememberApiKey } from './api-key-of.ts';
import type { KeyChecker } from './decision.ts';
import type { MiddlewareOptions } from './express.ts';
import { renderRefusal } from './refusal.ts';
import type { Requirement } from './requirement.ts';

type Request = {
  readonly headers: {
    readonly authorization?: string | undefined;
    readonly accept?: string | undefined;
    readonly 'user-agent'?: string | undefined;
  };
  /** Behind a proxy this is correct only with Fastify's `trustProxy`. */
  readonly ip: string;
};

type Reply = {
  readonly sent?: boolean;
  code(status: number): unknown;
  header(name: string, value: string): unknown;
  send(payload: string): unknown;
};

/**
 * Makes an `onRequest` hook. Put it after the CORS hook: `app.get('/invoices', { onRequest: fastifyApiKey(verifier, {
 * scopes: […] }) }, …)`.
 */
export function fastifyApiKey(
  checker: KeyChecker,
  requirement: Requirement = {},
  { refusalFormat }: MiddlewareOptions = {},
) {
  return async function requireApiKey(request: Request, reply: Reply): Promise<unknown> {
    const { headers, ip } = request;
    const credential = { authorization: headers.authorization, userAgent: headers['user-agent'], ip };
    const decision = await checker.check(credential, requirement);
    // Another hook, such as a time-out, has answered already.
    if (reply.sent) return reply;
    for (const [name, value] of Object.entries(decision.headers)) reply.header(name, value);
    if (decision.allowed) return rememberApiKey(request, decision.apiKey);
    const refusal = renderRefusal(decision, { format: refusalFormat, accept: headers.accept });
    reply.code(refusal.status);
    for (const [name, value] of Object.entries(refusal.headers)) reply.header(name, value);
    // A hook that answered must return the reply.
    reply.send(refusal.body);
    return reply;
  };
}
