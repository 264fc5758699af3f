import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bearerToken } from '../access/authenticate.ts';
import type { Services } from '../access/context.ts';
import { Refusal } from '../errors.ts';
import { hashSecret } from '../lib/secrets.ts';
import type { VerificationRequest } from '../verification/verification-types.ts';
import { sendError } from './problem.ts';
import { verificationAnswerSchema } from './verify.schema.ts';

const bodyLimit = 65_536;

/** `POST /v1/verify`: whether a key is good, for the product's API with its service token. */
export function verifyRoute({ verification }: Pick<Services, 'verification'>) {
  return async function register(app: FastifyInstance): Promise<void> {
    logErrorsAlone(app);
    app.addHook('onRequest', (request, reply, done) => {
      reply.header('x-content-type-options', 'nosniff');
      // Before the body is read.
      presentedToken(request);
      done();
    });
    // The body is checked by the verification itself, as it is for whoever calls that in process.
    app.post<{ Body: VerificationRequest }>(
      '/v1/verify',
      { bodyLimit, schema: { response: { 200: verificationAnswerSchema } } },
      (request) =>
        verification.verify(request.body, {
          kind: 'service-token',
          tokenHash: hashSecret(presentedToken(request)),
        }),
    );
  };
}

/** A line for each verification would cost as much as the verification, and so would a logger. */
function logErrorsAlone(app: FastifyInstance): void {
  const quiet = app.log.child({}, { level: 'warn' });
  app.setChildLoggerFactory(() => quiet);
  app.setErrorHandler((error, request, reply) => {
    request.log = app.log.child({ reqId: request.id });
    return sendError(error, request, reply);
  });
}

function presentedToken({ headers }: FastifyRequest): string {
  if (headers.authorization === undefined) throw new Refusal('UNAUTHENTICATED');
  return bearerToken(headers.authorization);
}
