import { serviceQuery } from '../access/operation.ts';
import type { VerificationAnswer } from './verification-answer.ts';

/** Verifies a key for a service token that was authorized already. `POST /v1/verify` does both in one statement. */
export const verifyApiKey = serviceQuery(
  'VERIFY_API_KEYS',
  ({ verification }, request: unknown): Promise<VerificationAnswer> =>
    verification.verify(request, { kind: 'trusted' }),
);
