import type { Services } from '../access/context.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import { createPool } from '../database/pool.ts';
import { shareDatabase } from '../database/shared-database.ts';
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

/** Each kind of work has its own connections, so that none keeps another waiting. */
const operationConnections = 8;
const urgentConnections = 3;
const defaultVerificationConnections = 4;

/** Of the connections for operations one organization has three at most, and the others five. */
const operationShares = { share: 3, maxWaiting: 500, maxWaitMs: 3_000 };
const urgentShares = { share: 2, maxWaiting: 500, maxWaitMs: 3_000 };
/** Who holds what no request asks for: tokens, exposures, house-keeping. */
const installation = 'installation';

/**
 * Everything that operations need. The service, use in process and the tests all get it here. Disposing of
 * the stack flushes and closes it in the right order.
 */
export function createServices(stack: AsyncDisposableStack, options: ServiceOptions): Services {
  const { databaseUrl: url, configuration, log, secret, publicUrl, clock = systemClock } = options;
  const databasesOf = createDatabases(stack, url, log);
  const verificationPool = createVerificationPool({
    url,
    max: options.verificationConnections ?? defaultVerificationConnections,
    logger: log,
  });
  stack.defer(() => verificationPool.end());
  const databases = databasesOf(installation);
  const accessTokens = createAccessTokens({
    // Verification waits for the keys that tokens are signed with.
    database: databases.urgentDatabase,
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
    ...databases,
    databasesOf,
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

function createDatabases(stack: AsyncDisposableStack, url: string, log: Logger): Services['databasesOf'] {
  const pool = createPool({ url, max: operationConnections, logger: log });
  stack.defer(() => pool.end());
  const urgentPool = createPool({ url, max: urgentConnections, logger: log });
  stack.defer(() => urgentPool.end());
  const databaseOf = shareDatabase(pool, operationShares);
  const urgentDatabaseOf = shareDatabase(urgentPool, urgentShares);
  return (holder) => ({ database: databaseOf(holder), urgentDatabase: urgentDatabaseOf(holder) });
}
