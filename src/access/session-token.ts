import { formatId, parseId } from '../lib/ids.ts';
import { secretLength } from '../lib/secrets.ts';

const prefix = 'session_';
const idLength = 26;

/** Formats `session_<id>_<secret>`. The id finds the row, and the secret's hash is compared with the stored one. */
export function formatSessionToken(sessionId: string, secret: string): string {
  const [, suffix] = formatId('session', sessionId).split('_');
  return `${prefix}${suffix}_${secret}`;
}

export function isSessionToken(token: string): boolean {
  return token.startsWith(prefix);
}

export function parseSessionToken(token: string): { sessionId: string; secret: string } | null {
  if (token.length !== prefix.length + idLength + 1 + secretLength || !isSessionToken(token)) return null;
  const sessionId = parseId('session', `ses_${token.slice(prefix.length, prefix.length + idLength)}`);
  return sessionId === null ? null : { sessionId, secret: token.slice(-secretLength) };
}
