import type { Services } from '../access/context.ts';
import { createCheckpoints } from '../audit/checkpoints.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import {
  authenticationShares,
  defaultVerificationConnections,
  operationConnections,
  operationShares,
  urgentConnections,
  urgentShares,
} from '../database/connection-shares.ts';
import { createDatabase } from '../database/database.ts';
import { createPool } from '../database/pool.ts';
import { shareDatabase } from '../database/shared-database.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { createEventFeed } from '../log/event-feed.ts';
import { createRefusalLog } from '../log/refusal-log.ts';
import { createSealer, type Sealer } from '../log/sealer.ts';
import { createAccessTokens } from '../tokens/access-tokens.ts';
import { createVerification } from '../verification/verification.ts';
import { createVerificationPool } from '../verification/verification-pool.ts';

export type ServiceOptions = {
  readonly databaseUrl: string;
  readonly configuration: ProductConfiguration;
  readonly log: Logger;
  /** LATCHKEY_SECRET, or the generated secret that replaces it. */
  readonly secret: string;
  /** A function, because the address is known only once the service listens. */
  readonly publicUrl: () => URL;
  /** False: verification answers MALFORMED for access tokens. Default true. */
  readonly verifiesTokens?: boolean;
  readonly verificationConnections?: number;
  readonly clock?: Clock;
  /** How long signing keys are used before they are read again. Default 10,000. */
  readonly signingKeysFreshMs?: number | undefined;
};

/** The holder of connections for work that no request causes: tokens, exposures, house-keeping. */
const installation = 'installation';

/**
 * Makes everything that operations need. The service, in-process use and the tests all call it. Disposing of the stack
 * flushes and closes everything in the right order.
 */
export function createServices(
  stack: AsyncDisposableStack,
  options: ServiceOptions,
): Services & { readonly sealer: Sealer } {
  const { databaseUrl: url, configuration, log, secret, publicUrl, clock = systemClock } = options;
  const databasesOf = createDatabases(stack, url, log);
  const verificationPool = createVerificationPool({
    url,
    max: options.verificationConnections ?? defaultVerificationConnections,
    logger: log,
  });
  stack.defer(() => verificationPool.end());
  const databases = databasesOf([installation]);
  const { sealer, eventFeed, refusals } = createEventLog(stack, url, log);
  const accessTokens = createAccessTokens({
    // Verification waits while signing keys are read, so they use the urgent connections.
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
    sealer,
    eventFeed,
    refusals,
    checkpoints: createCheckpoints({ database: databases.database, clock, secret }),
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
  const authenticationDatabaseOf = shareDatabase(urgentPool, authenticationShares);
  return (holders) => {
    const isOurs = holders.includes(installation);
    const urgentDatabase = isOurs ? authenticationDatabaseOf(holders) : urgentDatabaseOf(holders);
    return { database: databaseOf(holders), urgentDatabase };
  };
}

/** It has a connection of its own, so that no operation waits for it, and it for none. */
function createEventLog(stack: AsyncDisposableStack, url: string, log: Logger) {
  const pool = createPool({ url, max: 1, logger: log });
  stack.defer(() => pool.end());
  const database = createDatabase(pool);
  const eventFeed = createEventFeed({ database, log });
  stack.defer(() => eventFeed.end());
  const sealer = createSealer({ database, log, onSealed: eventFeed.wake });
  stack.defer(() => sealer.stop());
  const refusals = createRefusalLog({ database, log, onWritten: sealer.wake });
  stack.defer(() => refusals.stop());
  return { sealer, eventFeed, refusals };
}
