import { notFound, Refusal } from '../errors.ts';
import { parseId } from '../lib/ids.ts';
import { type Actor, anonymous } from './actor.ts';
import { authenticateAccessToken } from './authenticate-access-token.ts';
import { authenticateApiKey } from './authenticate-api-key.ts';
import { authenticateIssuerToken } from './authenticate-issuer-token.ts';
import { authenticateServiceToken } from './authenticate-service-token.ts';
import { authenticateSession } from './authenticate-session.ts';
import type { Services } from './context.ts';

/** What a request brings to prove who makes it. */
export type Credentials = {
  /** The whole `Authorization` header. */
  readonly authorization: string | undefined;
  /** The session cookie, already dropped when the request came from another site. */
  readonly sessionCookie: string | undefined;
  /** The `Latchkey-Organization` header. */
  readonly organization: string | undefined;
  /** Null: unknown. */
  readonly address: string | null;
};

/** A credential's token together with the rest of the request that bears on it. */
export type Presented = {
  readonly token: string;
  /** The UUID of the organization that the request names; null when it names none. */
  readonly organizationId: string | null;
  /** Null: unknown. */
  readonly address: string | null;
};

/** Undefined: not this kind of token, ask the next. Null: this kind, but not good. */
export type Strategy = (services: Services, presented: Presented) => Promise<Actor | null> | undefined;

/** In this order; each knows its own tokens by their form, and the last takes what is left. */
const strategies: readonly Strategy[] = [
  authenticateApiKey,
  authenticateSession,
  authenticateAccessToken,
  authenticateIssuerToken,
  authenticateServiceToken,
];

/**
 * Who makes the request. Refuses a bearer credential that is not good with UNAUTHENTICATED; a stale
 * cookie only leaves the request anonymous, since browsers send it unasked.
 */
export async function authenticate(services: Services, credentials: Credentials): Promise<Actor> {
  const { authorization, sessionCookie, address } = credentials;
  const organizationId = namedOrganization(credentials.organization);
  if (authorization !== undefined) {
    const token = bearerToken(authorization);
    const actor = await firstAnswer(services, { token, organizationId, address });
    if (actor === null) throw new Refusal('UNAUTHENTICATED', 'The credential is not valid, or no longer.');
    return actor;
  }
  if (sessionCookie === undefined) return anonymous;
  const actor = await authenticateSession(services, { token: sessionCookie, organizationId, address });
  return actor ?? anonymous;
}

async function firstAnswer(services: Services, presented: Presented): Promise<Actor | null> {
  for (const strategy of strategies) {
    const answer = strategy(services, presented);
    if (answer !== undefined) return answer;
  }
  return null;
}

export function bearerToken(authorization: string): string {
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) {
    throw new Refusal('UNAUTHENTICATED', 'The Authorization header is not of the form "Bearer <token>".');
  }
  return token;
}

function namedOrganization(header: string | undefined): string | null {
  if (header === undefined) return null;
  const organizationId = parseId('organization', header);
  if (organizationId === null) throw notFound('The organization named by Latchkey-Organization');
  return organizationId;
}
