import { timingSafeEqual } from 'node:crypto';
import { hashSecret } from '../lib/secrets.ts';
import type { Actor } from './actor.ts';
import type { Presented } from './authenticate.ts';
import type { Services } from './context.ts';
import { findSession } from './credentials.sql.ts';
import { memberActor } from './member-actor.ts';
import { isSessionToken, parseSessionToken } from './session-token.ts';

export function authenticateSession(services: Services, presented: Presented) {
  return isSessionToken(presented.token) ? actorOfSession(services, presented) : undefined;
}

async function actorOfSession(services: Services, presented: Presented): Promise<Actor | null> {
  const parsed = parseSessionToken(presented.token);
  if (parsed === null) return null;
  const secretHash = hashSecret(parsed.secret);
  const rows = await findSession(services.database, {
    id: parsed.sessionId,
    secretHash,
    organizationId: presented.organizationId,
  });
  const session = rows[0];
  if (session === undefined || !timingSafeEqual(secretHash, session.secretHash)) return null;
  return memberActor(services.configuration, presented.organizationId, {
    userId: session.userId,
    sessionId: parsed.sessionId,
    memberships: rows,
  });
}
