import type { FastifyBaseLogger } from 'fastify';
import pino, { type DestinationStream } from 'pino';

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

type LoggedRequest = {
  readonly method: string;
  readonly url: string;
  readonly callerAddress: string | null;
};

/** JSON lines, in which secrets are redacted, addresses carry no query, and errors no values. */
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
 * Standard output. A log that cannot be written, because the terminal was closed or the disk is full, loses
 * lines and never stops the service.
 */
function standardOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: true, maxLength: maxUnwrittenLength });
  output.on('error', () => {});
  // Nothing but `write`: its `flushSync`, which pino would call, repeats a failing write for ever.
  return { write: (line) => void output.write(line) };
}

/** Somebody will put a key where its id belongs. Ids are shorter than any secret. */
function withoutSecrets(path: string): string {
  return path.replaceAll(/[\w-]{40,}/g, '[redacted]');
}

/**
 * Errors carry whatever their makers hung on them: PostgreSQL the row that it refused (`detail`), pg
 * now and then the whole connection with its password. Only what tells the cause is logged.
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
