import type {
  ConfigurableRole,
  ExposedKeyPolicy,
  LiveKeyRequirement,
  OidcAlgorithm,
  TokenAlgorithm,
} from './product-configuration.ts';

export type ResourceInput = {
  description?: string;
  /** Each action with a description for people: `{ read: 'View invoices' }` makes the scope `invoices:read`. */
  actions: Record<string, string>;
};

export type PlanInput = {
  /** The number of requests that one key may make, or `custom` if they are agreed with each organization. */
  limits: { perMinute: number; perHour: number } | 'custom';
  /** Default true. */
  liveKeys?: boolean;
  /** Default false. */
  autoRenewal?: boolean;
};

export type OidcInput = {
  /** An https address, exactly as in the `iss` of its tokens. */
  issuer: string;
  audience: string;
  /** Default: RS256, ES256 and EdDSA. */
  algorithms?: OidcAlgorithm[];
  /** Default: Latchkey finds it by discovery at the issuer. */
  jwksUri?: string;
};

export type TokensInput = {
  /** The maximum lifetime of an access token, 60 to 86,400 seconds. Default 900. */
  lifetimeSeconds?: number;
  /** The `aud` of access tokens: the value that your API expects. Default: Latchkey's public address. */
  audience?: string | null;
  /** The algorithm that signs access tokens. Default ES256. Use RS256 for verifiers that do not support ES256. */
  algorithm?: TokenAlgorithm;
};

export type ConfigurationInput<PlanName extends string = string> = {
  productName: string;
  /** The beginning of keys: `sk` makes `sk_live_…`. Default `sk`. */
  keyPrefix?: string;
  /** Former values of `keyPrefix`. Keys with these prefixes continue to work. Default: none. */
  formerKeyPrefixes?: string[];
  /** The resources and actions that keys can be allowed. The resource `api-keys` always exists too. */
  resources: Record<string, ResourceInput>;
  /** The name of full access in a list of scopes: `*` (default) or, for example, `admin:*`. */
  fullAccess?: string;
  /** Whether full access includes `api-keys:*`. Default false: `api-keys:*` must be granted by name. */
  fullAccessManagesKeys?: boolean;
  /** The plans, in order. Default: one plan, `standard`, with 1,000 requests a minute and 10,000 an hour. */
  plans?: Record<PlanName, PlanInput>;
  /** The plan of a new organization. Default: the first. */
  defaultPlan?: NoInfer<PlanName>;
  /** The maximum number of active keys of an organization in each environment. Default null: no limit. */
  activeKeysPerEnvironment?: number | null;
  /** What an organization needs for live keys. Default `nothing`. Upgraded: any plan except the default plan. */
  liveKeysRequire?: LiveKeyRequirement;
  /** The roles that have *Manage API keys* without a grant. Default OWNER and ADMIN; OWNER always has it. */
  manageKeysByDefault?: ConfigurableRole[];
  /** The maximum lifetime of a key in days. Default null: keys may never expire. */
  longestKeyLifetimeDays?: number | null;
  /** How many whole months events stay in the log. Default 13. Null: for ever. */
  eventRetentionMonths?: number | null;
  /** The access tokens that `/oauth/token` issues in exchange for keys. */
  tokens?: TokensInput;
  /** What Latchkey does with a key that was found in public: `revoke` (default) or only `flag`. */
  exposedKeys?: ExposedKeyPolicy;
  /**
   * The address at which GitHub publishes the keys that sign its reports. Default: GitHub's own. Null: reports are
   * refused.
   */
  githubKeysUrl?: string | null;
  /** Sign-in with an OIDC issuer. Default null: people sign in only with a password. */
  oidc?: OidcInput | null;
};

/**
 * Adds types to `latchkey.config.ts`. It checks no values: Latchkey checks them when it loads the file, so that plain
 * JavaScript gets the same errors.
 *
 * @example
 * export default defineConfig({
 *   productName: 'Acme',
 *   resources: { invoices: { actions: { read: 'View invoices' } } },
 * });
 */
export function defineConfig<const PlanName extends string>(
  configuration: ConfigurationInput<PlanName>,
): ConfigurationInput<PlanName> {
  return configuration;
}
