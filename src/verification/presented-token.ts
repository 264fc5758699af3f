import { intersectGrants, missingScopes } from '../scopes/scope-rules.ts';
import type { VerificationAnswer } from './verification-answer.ts';
import type { CheckedRequest, PresentedToken, TokenRefusal } from './verification-types.ts';

/** A JWT starts with `{"` in base64url. Checking only these characters does not slow down keys. */
export function looksLikeAccessToken(text: string): boolean {
  return text.startsWith('eyJ');
}

/** Checks the token itself. The shared statement checks its key. */
export function tokenRefusalOf(token: PresentedToken, scopes: CheckedRequest['scopes']): TokenRefusal | null {
  if (token.expired) return 'EXPIRED';
  return missingScopes(token.grants, scopes ?? []).length > 0 ? 'INSUFFICIENT_SCOPES' : null;
}

/** Narrows the answer about the token's key to the token's own scopes and expiry. */
export function narrowedBy(token: PresentedToken, answer: VerificationAnswer): VerificationAnswer {
  if (!('keyId' in answer)) return answer;
  const { scopes, fullAccess } = intersectGrants(token.grants, answer);
  const endsFirst = answer.expiresAt === null || token.expiresAt < new Date(answer.expiresAt);
  return { ...answer, scopes, fullAccess, ...(endsFirst && { expiresAt: token.expiresAt.toISOString() }) };
}
