import type { FastifyError } from 'fastify';
import { isConnectionFailure } from '../database/connection-failure.ts';
import { ConnectionsBusy } from '../database/connection-shares.ts';
import { Refusal, type RefusalCode } from '../errors.ts';
import type { Logger } from '../lib/logger.ts';

const retryAfterSeconds = 1;

/**
 * Turns an unexpected error into a Refusal: Fastify's 4xx keep their meaning, busy connections and a lost database are
 * SERVICE_UNAVAILABLE, the rest is INTERNAL_SERVER_ERROR. The cause is written only to the request's log.
 */
export function refusalOf(error: unknown, log: Pick<Logger, 'error'>): Refusal {
  if (error instanceof Refusal) return error;
  const status = isFastifyError(error) ? error.statusCode : undefined;
  if (isFastifyError(error) && status !== undefined && status >= 400 && status < 500) {
    return new Refusal(codeOfStatus(status), complaint(error));
  }
  if (error instanceof ConnectionsBusy) {
    return new Refusal('SERVICE_UNAVAILABLE', 'Too many requests are under way.', { retryAfterSeconds });
  }
  if (isConnectionFailure(error)) {
    log.error({ err: error }, 'A request failed: the database cannot be reached');
    return new Refusal('SERVICE_UNAVAILABLE', 'The service cannot be reached just now.', {
      retryAfterSeconds,
    });
  }
  log.error({ err: error }, 'A request failed');
  return new Refusal('INTERNAL_SERVER_ERROR');
}

function codeOfStatus(status: number): RefusalCode {
  switch (status) {
    case 404:
      return 'NOT_FOUND';
    case 413:
      return 'PAYLOAD_TOO_LARGE';
    case 415:
      return 'UNSUPPORTED_MEDIA_TYPE';
    default:
      return 'BAD_USER_INPUT';
  }
}

/** Uses Fastify's message, except for an invalid address, which could contain a secret by mistake. */
function complaint({ code, message }: FastifyError): string {
  return code === 'FST_ERR_BAD_URL' ? 'The address is not valid.' : message;
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'code' in error && 'statusCode' in error;
}
