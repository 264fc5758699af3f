import type { Database } from '../database/database.ts';
import { namedOrganizationNotFound, Refusal } from '../errors.ts';
import { type Actor, anonymous } from './actor.ts';
import { authenticateAccessToken } from './authenticate-access-token.ts';
import { authenticateApiKey } from './authenticate-api-key.ts';
import { authenticateIssuerToken } from './authenticate-issuer-token.ts';
import { authenticateServiceToken } from './authenticate-service-token.ts';
import { authenticateSession } from './authenticate-session.ts';
import type { Services } from './context.ts';
import { findNamedOrganization } from './named-organization.sql.ts';

/** The credentials of a request. */
export type Credentials = {
  /** The whole `Authorization` header. */
  readonly authorization: string | undefined;
  /** Undefined also if another site made the browser send the cookie. */
  readonly sessionCookie: string | undefined;
  /** The `Latchkey-Organization` header. */
  readonly organization: string | undefined;
  /** Null if unknown. */
  readonly address: string | null;
};

/** The token of a credential, with the parts of the request that authentication needs. */
export type Presented = {
  readonly token: string;
  /** The UUID of the organization that the request names, or null if it names none. */
  readonly organizationId: string | null;
  /** Null if unknown. */
  readonly address: string | null;
};

/** Returns undefined if the token is of another kind, and null if it is of this kind but not valid. */
export type Strategy = (services: Services, presented: Presented) => Promise<Actor | null> | undefined;

/** Tried in this order. Each strategy recognizes its tokens by their form. The last one accepts any form. */
const strategies: readonly Strategy[] = [
  authenticateApiKey,
  authenticateSession,
  authenticateAccessToken,
  authenticateIssuerToken,
  authenticateServiceToken,
];

/**
 * Returns the actor of a request. A bearer credential that is not valid is refused with UNAUTHENTICATED. A session
 * cookie that is not valid leaves the request anonymous, because browsers send cookies without being asked.
 */
export async function authenticate(services: Services, credentials: Credentials): Promise<Actor> {
  const { authorization, sessionCookie, address } = credentials;
  const organizationId = await namedOrganization(services.database, credentials.organization);
  if (authorization !== undefined) {
    const token = bearerToken(authorization);
    const actor = await firstAnswer(services, { token, organizationId, address });
    if (actor === null) throw new Refusal('UNAUTHENTICATED', 'The credential is not valid.');
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

async function namedOrganization(database: Database, header: string | undefined): Promise<string | null> {
  if (header === undefined) return null;
  const organizationId = await findNamedOrganization(database, header);
  if (organizationId === null) throw namedOrganizationNotFound();
  return organizationId;
}
