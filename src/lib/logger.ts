import type { FastifyBaseLogger } from 'fastify';

/** The structured log (pino's). Secrets are redacted where it is made, in app.ts. */
export type Logger = FastifyBaseLogger;
