import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { bearerToken } from '../access/authenticate.ts';
import { refuseCompressedBody, refuseOtherCharset } from '../access/content-coding.ts';
import type { Services } from '../access/context.ts';
import { refusalOf } from '../access/refusal-of.ts';
import { refuseRepeatedHeaders } from '../access/repeated-headers.ts';
import { Refusal } from '../errors.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { parseJsonBody } from '../http/json-body.ts';
import { problemHeaders, problemOf } from '../http/problem.ts';
import { exampleKey } from './known-key.ts';
import { verificationAnswerSchema } from './verification-answer.ts';
import { verificationRequestSchema } from './verification-types.ts';
import { verifyApiKey } from './verify-api-key.ts';

const windows = [
  { window: 'minute', limit: 500, remaining: 499, reset: 1_760_437_860 },
  { window: 'hour', limit: 10_000, remaining: 9847, reset: 1_760_439_600 },
];

export const verifyEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/verify',
  operationId: 'verifyApiKey',
  tag: 'Verification',
  summary: 'Verify a key',
  description: `Checks whether a key is authentic, neither revoked nor suspended nor expired, of the required environment, with the required scopes, used from an allowed address and within its rate limits. The answer for a bad key also has status 200: \`valid\` is false, \`code\` gives the reason, and \`status\` is the status that the product should answer with. A refused request consumes no quota.

Nothing is cached: a revocation applies to every verification that begins after it.`,
  security: ['bearer'],
  requires: verifyApiKey.permission,
  body: {
    schema: verificationRequestSchema,
    examples: {
      usual: {
        key: 'sk_live_EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE',
        environment: 'live',
        scopes: ['invoices:read'],
        ip: '203.0.113.7',
      },
    },
  },
  answers: {
    200: {
      description: 'The result of the verification.',
      content: {
        schema: verificationAnswerSchema,
        examples: {
          valid: {
            valid: true,
            code: 'VALID',
            status: 200,
            ...exampleKey,
            rateLimit: { limit: 500, remaining: 499, reset: 1_760_437_860, windows },
          },
          refused: { valid: false, code: 'INSUFFICIENT_SCOPES', status: 403, ...exampleKey },
          unknown: { valid: false, code: 'NOT_FOUND', status: 401 },
        },
      },
    },
  },
  errors: ['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
};

/** `requestId` is set if the caller has already given the request an id. */
export type HttpHandler = (request: IncomingMessage, response: ServerResponse, requestId?: string) => void;

const bodyLimit = 65_536;
/** A body that is too large is read to its end, so that the sender can read the answer; but only up to this length. */
const maxRead = 10_000_000;

/**
 * Serves `POST /v1/verify` for the product's API with its service token. It uses node:http, because a framework's log,
 * hooks and parser cost more than the verification (docs/decisions/0020). For the same reason it logs only errors.
 * `isStopping` tells whether connections should be closed.
 */
export function verifyHandler(
  { verification, log }: Pick<Services, 'verification' | 'log'>,
  isStopping: () => boolean,
): HttpHandler {
  async function answer(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    try {
      // The caller is checked before the body is read.
      refuseRepeatedHeaders(request);
      const token = presentedToken(request);
      refuseCompressedBody(request.headers);
      refuseOtherCharset(request.headers);
      // The verification checks the content, as it does for in-process callers.
      const question = parseJsonBody(await readBody(request));
      const verified = await verification.verify(question, { kind: 'service-token', token });
      const headers = { 'content-type': 'application/json; charset=utf-8', 'x-request-id': id };
      send(response, 200, headers, verified);
    } catch (error) {
      sendError(error, request, response, id);
    }
  }

  function sendError(error: unknown, request: IncomingMessage, response: ServerResponse, id: string): void {
    const refusal = refusalOf(error, log.child({ reqId: id }));
    const problem = problemOf(refusal, id);
    send(response, problem.status, { ...problemHeaders(refusal, request), 'x-request-id': id }, problem);
  }

  function send(response: ServerResponse, status: number, headers: Record<string, string>, body: object) {
    const text = JSON.stringify(body);
    response.writeHead(status, {
      ...headers,
      'content-length': Buffer.byteLength(text),
      // Answers contain data that only the caller may see.
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      // A connection that stays open would delay the stop.
      ...(isStopping() && { connection: 'close' }),
    });
    response.end(text);
  }

  return (request, response, requestId = randomUUID()) => {
    answer(request, response, requestId).catch((error) => {
      log.error({ err: error, reqId: requestId }, 'A request could not be answered');
      response.destroy();
    });
  };
}

/** Registers the handler with Fastify too, so that Fastify knows the address and refuses other methods. */
export function verifyRoute(handle: HttpHandler) {
  return async function register(app: FastifyInstance): Promise<void> {
    app.removeAllContentTypeParsers();
    // The handler reads the body itself.
    app.addContentTypeParser('*', (_request, _body, done) => done(null));
    app.post(verifyEndpoint.path, (request, reply) => {
      reply.hijack();
      handle(request.raw, reply.raw, request.id);
    });
  };
}

export function isVerification({ method, url }: IncomingMessage): boolean {
  return url === verifyEndpoint.path && method === 'POST';
}

function presentedToken({ headers }: IncomingMessage): string {
  if (headers.authorization === undefined) throw new Refusal('UNAUTHENTICATED');
  return bearerToken(headers.authorization);
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  if (!/^application\/json *(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'The body is not sent as JSON.');
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= bodyLimit) chunks.push(chunk);
      else reject(new Refusal('PAYLOAD_TOO_LARGE', `The body is larger than ${bodyLimit} bytes.`));
      if (length > maxRead) request.destroy();
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
  });
}
