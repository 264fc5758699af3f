import type { Checkpoints } from '../audit/checkpoints.ts';
import type { ProductConfiguration } from '../config/product-configuration.ts';
import type { Holders } from '../database/connection-shares.ts';
import type { Database } from '../database/database.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { EventFeed } from '../log/event-feed.ts';
import type { RefusalLog } from '../log/refusal-log.ts';
import type { Sealer } from '../log/sealer.ts';
import type { AccessTokens } from '../tokens/access-tokens.ts';
import type { Verification } from '../verification/verification.ts';
import type { Actor } from './actor.ts';

export type Databases = {
  readonly database: Database;
  /** For authentication and for removing rights. Nothing else uses these connections. */
  readonly urgentDatabase: Database;
};

/** The services of every operation. process/services.ts creates them once. */
export type Services = Databases & {
  /**
   * The databases for the holders of connections, such as an organization and a person. Each holder can use only its
   * share at a time.
   */
  readonly databasesOf: (holders: Holders) => Databases;
  readonly configuration: ProductConfiguration;
  readonly clock: Clock;
  readonly log: Logger;
  readonly verification: Verification;
  readonly accessTokens: AccessTokens;
  /** Wake it after events were recorded. */
  readonly sealer: Pick<Sealer, 'wake'>;
  readonly eventFeed: EventFeed;
  readonly refusals: Pick<RefusalLog, 'note'>;
  /** Signs what the log contains. */
  readonly checkpoints: Checkpoints;
  /** The address at which people reach this installation. Links in mails, the cookie and the tokens use it. */
  readonly publicUrl: URL;
};

/** The origin of a request, as sessions and attempt limits record it. */
export type Origin = {
  /** Null if unknown. */
  readonly address: string | null;
  readonly userAgent: string | null;
  /** As in X-Request-Id. */
  readonly requestId: string | null;
};

/** The context of one request: the services, the actor and the origin. The first parameter of every operation. */
export type RequestContext = Services & { readonly actor: Actor; readonly origin: Origin };
