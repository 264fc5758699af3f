import type { ProductConfiguration } from '../config/product-configuration.ts';
import type { Database } from '../database/database.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { AccessTokens } from '../tokens/access-tokens.ts';
import type { Verification } from '../verification/verification.ts';
import type { Actor } from './actor.ts';

export type Databases = {
  readonly database: Database;
  /** For finding out who asks, and for taking rights away. Nothing else holds these connections. */
  readonly urgentDatabase: Database;
};

/** What every operation works with; made once, in process/services.ts. */
export type Services = Databases & {
  /** What a holder of connections, such as an organization, asks: no more at a time than its share. */
  readonly databasesOf: (holder: string) => Databases;
  readonly configuration: ProductConfiguration;
  readonly clock: Clock;
  readonly log: Logger;
  readonly verification: Verification;
  readonly accessTokens: AccessTokens;
  /** Where people reach this installation: links in mails, the cookie's and the tokens' origin. */
  readonly publicUrl: URL;
};

/** Where a request came from, as sessions and throttling record it. */
export type Origin = {
  /** Null: unknown. */
  readonly address: string | null;
  readonly userAgent: string | null;
};

/** One request: the services, who asks, and from where. The first parameter of every operation. */
export type RequestContext = Services & { readonly actor: Actor; readonly origin: Origin };
