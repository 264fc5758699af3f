import type { FastifyBaseLogger } from 'fastify';
import pino from 'pino';

/** The structured log, pino's. */
export type Logger = FastifyBaseLogger;

// Nothing logs these on purpose; this is for the day that something does by mistake.
const secretNames = [
  'authorization',
  'cookie',
  'password',
  'newPassword',
  'secret',
  'token',
  'sessionToken',
  'key',
];

/** JSON lines on standard output, in which secrets are redacted and addresses carry no query. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    redact: {
      paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]),
      censor: '[redacted]',
    },
    serializers: {
      req: ({ method, url, ip }: { method: string; url: string; ip: string }) => ({
        method,
        path: url.split('?', 1)[0],
        address: ip,
      }),
    },
  });
}
