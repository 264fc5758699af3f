import { rememberApiKey } from './api-key-of.ts';
import type { KeyChecker, Requirement } from './decision.ts';
import { problemBody } from './refusal.ts';

type Request = {
  readonly headers: {
    readonly authorization?: string | undefined;
    readonly 'user-agent'?: string | undefined;
  };
  /** Behind a proxy this is right only with Fastify's `trustProxy`. */
  readonly ip: string;
};

type Reply = {
  code(status: number): unknown;
  header(name: string, value: string): unknown;
  send(payload: string): unknown;
};

/** An `onRequest` hook: `app.get('/invoices', { onRequest: fastifyApiKey(verifier, { scopes: […] }) }, …)`. */
export function fastifyApiKey(checker: KeyChecker, requirement: Requirement = {}) {
  return async function requireApiKey(request: Request, reply: Reply): Promise<unknown> {
    const { headers, ip } = request;
    const credential = { authorization: headers.authorization, userAgent: headers['user-agent'], ip };
    const decision = await checker.check(credential, requirement);
    for (const [name, value] of Object.entries(decision.headers)) reply.header(name, value);
    if (decision.allowed) return rememberApiKey(request, decision.apiKey);
    reply.code(decision.status);
    reply.header('content-type', 'application/problem+json');
    // A hook that has answered gives back the reply.
    reply.send(problemBody(decision));
    return reply;
  };
}
