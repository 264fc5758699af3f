import { intersectGrants, missingScopes } from '../scopes/scope-rules.ts';
import type { PresentedToken, TokenRefusal, VerificationAnswer } from './verification-types.ts';

/** Told by the first characters, `{"` in base64url, so that keys are not slowed by tokens. */
export function looksLikeToken(text: string): boolean {
  return text.startsWith('eyJ');
}

/** What is wrong with a token itself; what became of its key is the shared statement's to say. */
export function refusalOf(token: PresentedToken, scopes: readonly string[] = []): TokenRefusal | null {
  if (token.expired) return 'EXPIRED';
  return missingScopes(token.grants, scopes).length > 0 ? 'INSUFFICIENT_SCOPES' : null;
}

/** The answer about the token's key, with the scopes and the end of the token where they are narrower. */
export function narrowedBy(token: PresentedToken, answer: VerificationAnswer): VerificationAnswer {
  if (!('keyId' in answer)) return answer;
  const { scopes, fullAccess } = intersectGrants(token.grants, answer);
  const ends = [token.expiresAt.toISOString(), answer.expiresAt].filter((end) => end !== null);
  return { ...answer, scopes, fullAccess, expiresAt: ends.toSorted()[0] ?? null };
}
