import { intersectGrants, missingScopes } from '../scopes/scope-rules.ts';
import type { VerificationAnswer } from './verification-answer.ts';
import type { CheckedRequest, PresentedToken, TokenRefusal } from './verification-types.ts';

/** Told by the first characters, `{"` in base64url, so that keys are not slowed by tokens. */
export function looksLikeToken(text: string): boolean {
  return text.startsWith('eyJ');
}

/** What is wrong with a token itself; what became of its key is the shared statement's to say. */
export function refusalOf(token: PresentedToken, scopes: CheckedRequest['scopes']): TokenRefusal | null {
  if (token.expired) return 'EXPIRED';
  return missingScopes(token.grants, scopes ?? []).length > 0 ? 'INSUFFICIENT_SCOPES' : null;
}

/** The answer about the token's key, with the scopes and the end of the token where they are narrower. */
export function narrowedBy(token: PresentedToken, answer: VerificationAnswer): VerificationAnswer {
  if (!('keyId' in answer)) return answer;
  const { scopes, fullAccess } = intersectGrants(token.grants, answer);
  const endsFirst = answer.expiresAt === null || token.expiresAt < new Date(answer.expiresAt);
  return { ...answer, scopes, fullAccess, ...(endsFirst && { expiresAt: token.expiresAt.toISOString() }) };
}
