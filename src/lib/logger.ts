import type { BaseLogger } from 'pino';

/** The structured log (pino). Secrets are redacted where it is made, in app.ts. */
export type Logger = BaseLogger;
