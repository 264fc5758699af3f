import { type ConfigurationInput, defineConfig } from '../config/define-config.ts';
import { resolveConfiguration } from '../config/resolve-configuration.ts';
import { createLogger } from '../lib/logger.ts';
import { newSecret } from '../lib/secrets.ts';
import type { VerificationAnswer, VerificationRequest } from '../verification/verification-types.ts';
import { createServices } from './services.ts';

export type { ConfigurationInput, VerificationAnswer, VerificationRequest };
export { defineConfig };

export type LatchkeyOptions = {
  /** The database that `latchkey start` or `latchkey migrate` has set up. */
  readonly databaseUrl: string;
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
 * service: it is one more node on the same database. Throws StartError for a wrong configuration.
 */
export function createLatchkey(options: LatchkeyOptions): Latchkey {
  const { databaseUrl, product, tokens, connections = 4, logLevel = 'warn' } = options;
  const stack = new AsyncDisposableStack();
  const { verification } = createServices(stack, {
    databaseUrl,
    configuration: resolveConfiguration(product, 'product'),
    log: createLogger(logLevel),
    verificationConnections: connections,
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
