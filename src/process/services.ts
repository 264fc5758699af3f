import type { Services } from '../access/context.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import { createDatabase } from '../database/database.ts';
import { createPool } from '../database/pool.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { createAccessTokens } from '../tokens/access-tokens.ts';
import { createVerification } from '../verification/verification.ts';
import { createVerificationPool } from '../verification/verification-pool.ts';

export type ServiceOptions = {
  readonly databaseUrl: string;
  readonly configuration: ProductConfiguration;
  readonly log: Logger;
  /** LATCHKEY_SECRET, or what was generated in its place. */
  readonly secret: string;
  /** Asked each time, since the address is known only once the service listens. */
  readonly publicUrl: () => URL;
  /** False: an access token is MALFORMED to verification. Default true. */
  readonly verifiesTokens?: boolean;
  readonly verificationConnections?: number;
  readonly clock?: Clock;
  /** How long signing keys are used before they are read again (default 10,000). */
  readonly signingKeysFreshMs?: number | undefined;
};

/** Connections for everything but verification. Verification has its own, so nothing keeps it waiting. */
const operationConnections = 10;
const defaultVerificationConnections = 4;

/**
 * Everything that operations need. The service, use in process and the tests all get it here. Disposing of
 * the stack flushes and closes it in the right order.
 */
export function createServices(stack: AsyncDisposableStack, options: ServiceOptions): Services {
  const { databaseUrl: url, configuration, log, secret, publicUrl, clock = systemClock } = options;
  const pool = createPool({ url, max: operationConnections, logger: log });
  stack.defer(() => pool.end());
  const verificationPool = createVerificationPool({
    url,
    max: options.verificationConnections ?? defaultVerificationConnections,
    logger: log,
  });
  stack.defer(() => verificationPool.end());
  const database = createDatabase(pool);
  const accessTokens = createAccessTokens({
    database,
    configuration,
    clock,
    log,
    secret,
    publicUrl,
    signingKeysFreshMs: options.signingKeysFreshMs,
  });
  const verification = createVerification({
    pool: verificationPool,
    configuration,
    log,
    ...((options.verifiesTokens ?? true) && { checkToken: accessTokens.check }),
  });
  stack.defer(() => verification.stop());
  return {
    database,
    configuration,
    clock,
    log,
    verification,
    accessTokens,
    get publicUrl() {
      return publicUrl();
    },
  };
}
