import type { FastifyBaseLogger } from 'fastify';
import pino, { type DestinationStream } from 'pino';

/** The structured log, pino's. */
export type Logger = FastifyBaseLogger;

// No code logs these on purpose. The list protects against mistakes.
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

type LoggedRequest = {
  readonly method: string;
  readonly url: string;
  readonly callerAddress: string | null;
};

/**
 * Creates a logger that writes JSON lines. It redacts secrets, removes queries from addresses and values from errors.
 */
export function createLogger(level: string, destination: DestinationStream = standardOutput()): Logger {
  const options = {
    level,
    redact: {
      paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]),
      censor: '[redacted]',
    },
    serializers: {
      req: ({ method, url, callerAddress }: LoggedRequest) => ({
        method,
        path: withoutSecrets(url.split('?', 1)[0] ?? ''),
        address: callerAddress ?? 'unknown',
      }),
      err: loggedError,
    },
  };
  return pino(options, destination);
}

const maxUnwrittenLength = 1_000_000;

/**
 * Standard output. If the log cannot be written, because the terminal was closed or the disk is full, lines are lost
 * and the service continues.
 */
function standardOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: true, maxLength: maxUnwrittenLength });
  output.on('error', () => {});
  // Only `write` is offered. pino would call `flushSync`, which repeats a failing write for ever.
  return { write: (line) => void output.write(line) };
}

/** A caller may put a key where an id belongs. Ids are shorter than every secret. */
function withoutSecrets(path: string): string {
  return path.replaceAll(/[\w-]{40,}/g, '[redacted]');
}

/**
 * Keeps only the part of an error that shows its cause. Errors can carry values: PostgreSQL adds the refused row
 * (`detail`), and pg sometimes the whole connection with its password.
 */
function loggedError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...('code' in error && { code: error.code }),
    ...('constraint' in error && { constraint: error.constraint }),
    ...(error.cause !== undefined && { cause: loggedError(error.cause) }),
  };
}
