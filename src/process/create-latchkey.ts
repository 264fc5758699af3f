import './supported-node.ts';
import { z } from 'zod';
import { type ConfigurationInput, defineConfig } from '../config/define-config.ts';
import { databaseUrl, logLevels, publicUrl, secret } from '../config/environment-schema.ts';
import { resolveConfiguration } from '../config/resolve-configuration.ts';
import { createLogger } from '../lib/logger.ts';
import { newSecret } from '../lib/secrets.ts';
import { StartError } from '../start-error.ts';
import type { VerificationAnswer } from '../verification/verification-answer.ts';
import type { VerificationRequest } from '../verification/verification-types.ts';
import { createServices } from './services.ts';

export type { ConfigurationInput, VerificationAnswer, VerificationRequest };
export { defineConfig };

export type LatchkeyOptions = {
  /** The database that `latchkey start` or `latchkey migrate` has set up. Undefined is refused. */
  readonly databaseUrl: string | undefined;
  /** The same as in the service's `latchkey.config.ts`. */
  readonly product: ConfigurationInput;
  /**
   * Accepts access tokens as well as keys, as the service does: its LATCHKEY_PUBLIC_URL, which is their
   * issuer, and its LATCHKEY_SECRET. Without this a token is MALFORMED.
   */
  readonly tokens?: { readonly publicUrl: string; readonly secret: string };
  /** Connections to the database; default 4. */
  readonly connections?: number;
  /** Default `warn`: JSON lines on standard output. */
  readonly logLevel?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
};

export type Latchkey = {
  /**
   * Whether a key is good: the core behind `POST /v1/verify`, without the HTTP. Throws a Refusal
   * (`code` BAD_USER_INPUT for a malformed question, SERVICE_UNAVAILABLE while the database does not
   * answer); never then treat the key as good.
   */
  verify(request: VerificationRequest): Promise<VerificationAnswer>;
  /** Waits for what is under way, writes the usage that was not yet written, and closes. */
  stop(): Promise<void>;
};

/**
 * Verification inside your own process, for products that embed it. As exact and as fresh as the
 * service: it is one more node on the same database. Throws StartError for a wrong configuration or option.
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
    // Without these no token is ever looked at.
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

/** What JavaScript, or an unset variable, may hand over whatever the types say. */
function checkedOptions(options: LatchkeyOptions): z.output<typeof optionsSchema> {
  const checked = optionsSchema.safeParse(options);
  if (checked.success) return checked.data;
  // No value: an address holds a password.
  const lines = checked.error.issues.map(({ path, message }) => `${path.join('.')}: expected ${message}`);
  throw new StartError(lines.join('\n'));
}
