import type {
  ConfigurableRole,
  ExposedKeyPolicy,
  LiveKeyRequirement,
  OidcAlgorithm,
  TokenAlgorithm,
} from './product-configuration.ts';

export type ResourceInput = {
  description?: string;
  /** Action → what it allows, for people: `{ read: 'View invoices' }` makes the scope `invoices:read`. */
  actions: Record<string, string>;
};

export type PlanInput = {
  /** Requests that one key may make, or `custom`: agreed with each organization. */
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
  /** Default RS256, ES256 and EdDSA. */
  algorithms?: OidcAlgorithm[];
  /** Default: found by discovery at the issuer. */
  jwksUri?: string;
};

export type TokensInput = {
  /** How long an access token lives at most, 60 to 86,400. Default 900. */
  lifetimeSeconds?: number;
  /** The `aud` of access tokens: what your API expects there. Default: Latchkey's public address. */
  audience?: string | null;
  /** What signs them. Default ES256; RS256 for verifiers that know nothing newer. */
  algorithm?: TokenAlgorithm;
};

export type ConfigurationInput<PlanName extends string = string> = {
  productName: string;
  /** What tokens start with: `sk` of `sk_live_…`. Default `sk`. */
  keyPrefix?: string;
  /** Prefixes that keys had before: such keys go on working. Default none. */
  formerKeyPrefixes?: string[];
  /** What keys can be allowed to do, by resource. `api-keys` is always there besides. */
  resources: Record<string, ResourceInput>;
  /** How full access is written in a list of scopes: `*` (default), or for example `admin:*`. */
  fullAccess?: string;
  /** Whether a key that is given full access gets `api-keys:*` with it. Default false: that is granted by name. */
  fullAccessManagesKeys?: boolean;
  /** In order. Default: one plan, `standard`, of 1,000 requests a minute and 10,000 an hour. */
  plans?: Record<PlanName, PlanInput>;
  /** The plan of a new organization. Default: the first. */
  defaultPlan?: NoInfer<PlanName>;
  /** The most active keys of an organization in each environment. Default null: any number. */
  activeKeysPerEnvironment?: number | null;
  /** Default `nothing`. Upgraded: on any plan but the default one. */
  liveKeysRequire?: LiveKeyRequirement;
  /** The roles that hold *Manage API keys* without being granted it. Default OWNER and ADMIN; OWNER always. */
  manageKeysByDefault?: ConfigurableRole[];
  /** Default null: keys may live for ever. */
  longestKeyLifetimeDays?: number | null;
  /** The access tokens that keys are exchanged for at `/oauth/token`. */
  tokens?: TokensInput;
  /** What becomes of a key that was found in public: `revoke` (default), or only `flag`. */
  exposedKeys?: ExposedKeyPolicy;
  /** Where GitHub publishes the keys that sign its secret-scanning reports; null: none are taken. Default GitHub's own. */
  githubKeysUrl?: string | null;
  /** Default null: people sign in with a password only. */
  oidc?: OidcInput | null;
};

/**
 * Types for `latchkey.config.ts`, nothing more: values are checked when the file is loaded, so that
 * a configuration in plain JavaScript gets the same answers.
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
