import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bearerToken } from '../access/authenticate.ts';
import { Refusal } from '../errors.ts';
import { hashSecret } from '../lib/secrets.ts';
import type { Verification } from '../verification/verification.ts';
import type { VerificationRequest } from '../verification/verification-types.ts';
import { verificationAnswerSchema } from './verify.schema.ts';

const bodyLimit = 65_536;

/** `POST /v1/verify`: whether a key is good, for the product's API with its service token. */
export function verifyRoute({ verification }: { verification: Verification }) {
  return async function register(app: FastifyInstance): Promise<void> {
    // The body is checked by the verification itself, as it is for whoever calls that in process.
    app.post<{ Body: VerificationRequest }>(
      '/v1/verify',
      {
        bodyLimit,
        // A line for each verification would cost as much as the verification.
        logLevel: 'warn',
        schema: { response: { 200: verificationAnswerSchema } },
        onRequest: async (request) => void presentedToken(request),
      },
      (request) =>
        verification.verify(request.body, {
          kind: 'service-token',
          tokenHash: hashSecret(presentedToken(request)),
        }),
    );
  };
}

function presentedToken({ headers }: FastifyRequest): string {
  if (headers.authorization === undefined) throw new Refusal('UNAUTHENTICATED');
  return bearerToken(headers.authorization);
}
