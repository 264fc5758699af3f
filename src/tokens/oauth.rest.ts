import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Endpoint } from '../http/endpoint.ts';
import { noStore, sendOAuthError } from './oauth-error.rest.ts';
import { parseFormsOnly } from './oauth-form.rest.ts';

const bodyLimit = 32_768;

/** Serves an OAuth endpoint: it accepts forms and answers with OAuth's errors. */
export function oauthRoute({ path }: Endpoint, answer: (request: FastifyRequest) => Promise<object>) {
  return async function register(app: FastifyInstance): Promise<void> {
    parseFormsOnly(app);
    app.setErrorHandler(sendOAuthError);
    // A log line for each exchange would cost as much as the exchange.
    app.post(path, { bodyLimit, logLevel: 'warn' }, async (request, reply) => {
      const answered = await answer(request);
      return reply.headers(noStore).send(answered);
    });
  };
}
