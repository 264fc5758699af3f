import './supported-node.ts';
import { z } from 'zod';
import { type ConfigurationInput, defineConfig } from '../config/define-config.ts';
import { resolveConfiguration } from '../config/resolve-configuration.ts';
import { databaseUrl, logLevels, publicUrl, secret } from '../config/settings-schema.ts';
import { createLogger } from '../lib/logger.ts';
import { newSecret } from '../lib/secrets.ts';
import { StartError } from '../start-error.ts';
import type { VerificationAnswer } from '../verification/verification-answer.ts';
import type { VerificationRequest } from '../verification/verification-types.ts';
import { createServices } from './services.ts';

export type { ConfigurationInput, VerificationAnswer, VerificationRequest };
export { defineConfig };

export type LatchkeyOptions = {
  /** The address of the database that `latchkey start` or `latchkey migrate` set up. Undefined is refused. */
  readonly databaseUrl: string | undefined;
  /** The same configuration as in the service's `latchkey.config.ts`. */
  readonly product: ConfigurationInput;
  /**
   * Makes access tokens accepted as well as keys. Give the service's LATCHKEY_PUBLIC_URL, which is the issuer of the
   * tokens, and its LATCHKEY_SECRET. Without this option, an access token is MALFORMED.
   */
  readonly tokens?: { readonly publicUrl: string; readonly secret: string };
  /** The number of connections to the database. Default 4. */
  readonly connections?: number;
  /** Default `warn`. The log is JSON lines on standard output. */
  readonly logLevel?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
};

export type Latchkey = {
  /**
   * Verifies a key, like `POST /v1/verify` without HTTP. Throws a Refusal with `code` BAD_USER_INPUT for a malformed
   * request, and SERVICE_UNAVAILABLE while the database does not answer. Never accept the key in these cases.
   */
  verify(request: VerificationRequest): Promise<VerificationAnswer>;
  /** Waits for requests that are under way, writes the remaining usage, and closes the connections. */
  stop(): Promise<void>;
};

/**
 * Verifies keys inside your own process. It is as exact and as current as the service, because it is one more node on
 * the same database. Throws StartError for a wrong configuration or option.
 */
export function createLatchkey(options: LatchkeyOptions): Latchkey {
  const checked = checkedOptions(options);
  const { tokens } = checked;
  const stack = new AsyncDisposableStack();
  const { verification } = createServices(stack, {
    databaseUrl: checked.databaseUrl,
    configuration: resolveConfiguration(options.product, 'product'),
    log: createLogger(checked.logLevel),
    verificationConnections: checked.connections,
    verifiesTokens: tokens !== undefined,
    // Without `tokens` no token is ever checked.
    secret: tokens?.secret ?? newSecret(),
    publicUrl: () => new URL(tokens?.publicUrl ?? 'http://localhost'),
  });
  return {
    verify: (request) => verification.verify(request, { kind: 'trusted' }),
    stop: () => stack.disposeAsync(),
  };
}

const maxConnections = 1000;

const optionsSchema = z.object(
  {
    databaseUrl,
    tokens: z.object({ publicUrl, secret }, 'an object with publicUrl and secret').optional(),
    connections: z
      .int(`a whole number of 1 to ${maxConnections}`)
      .min(1, `a whole number of 1 to ${maxConnections}`)
      .max(maxConnections, `a whole number of 1 to ${maxConnections}`)
      .default(4),
    logLevel: z.enum(logLevels, `one of ${logLevels.join(', ')}`).default('warn'),
  },
  'an object',
);

/** JavaScript callers and unset variables can pass values that the types exclude. */
function checkedOptions(options: LatchkeyOptions): z.output<typeof optionsSchema> {
  const checked = optionsSchema.safeParse(options);
  if (checked.success) return checked.data;
  // The value is left out, because an address contains a password.
  const lines = checked.error.issues.map(({ path, message }) => `${path.join('.')}: expected ${message}`);
  throw new StartError(lines.join('\n'));
}
