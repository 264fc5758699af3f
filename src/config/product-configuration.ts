import type { ScopeCatalog } from '../scopes/scope-catalog.ts';

export const configurableRoles = ['OWNER', 'ADMIN', 'MEMBER'] as const;
export type ConfigurableRole = (typeof configurableRoles)[number];

export const liveKeyRequirements = ['nothing', 'upgraded-plan-with-payment-method'] as const;
/**
 * What an organization needs for live keys besides a plan that includes them. Upgraded: any plan except the default.
 */
export type LiveKeyRequirement = (typeof liveKeyRequirements)[number];

export const exposedKeyPolicies = ['revoke', 'flag'] as const;
/** What Latchkey does with a key that was found in public. `flag` only records it; the key continues to work. */
export type ExposedKeyPolicy = (typeof exposedKeyPolicies)[number];

/** Only asymmetric algorithms: with a shared secret, every verifier could also sign. */
export const oidcAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;
export type OidcAlgorithm = (typeof oidcAlgorithms)[number];

/** RFC 9068 requires support for RS256. */
export const tokenAlgorithms = ['ES256', 'RS256'] as const;
export type TokenAlgorithm = (typeof tokenAlgorithms)[number];

/** The number of requests that one key may make. Both limits apply. */
export type PlanLimits = { readonly perMinute: number; readonly perHour: number };

export type Plan = {
  readonly name: string;
  /** `custom`: the limits are agreed with each organization and stored there. */
  readonly limits: PlanLimits | 'custom';
  readonly liveKeys: boolean;
  readonly autoRenewal: boolean;
};

export type OidcConfiguration = {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly OidcAlgorithm[];
  /** Null: Latchkey finds it by discovery at the issuer. */
  readonly jwksUri: string | null;
};

export type TokensConfiguration = {
  readonly lifetimeSeconds: number;
  /** Null: the issuer, which is the public address. */
  readonly audience: string | null;
  readonly algorithm: TokenAlgorithm;
};

/** The product's configuration, complete and checked. `resolveConfiguration` makes it. */
export type ProductConfiguration = {
  readonly productName: string;
  /** `sk` of `sk_live_…` */
  readonly keyPrefix: string;
  /** Keys that start with one of these are accepted. New keys never get one. */
  readonly formerKeyPrefixes: readonly string[];
  readonly scopes: ScopeCatalog;
  /** In the order of the configuration. */
  readonly plans: ReadonlyMap<string, Plan>;
  /** A name in `plans`. */
  readonly defaultPlan: string;
  /** Null: no limit. */
  readonly activeKeysPerEnvironment: number | null;
  readonly liveKeysRequire: LiveKeyRequirement;
  /** Always includes OWNER. */
  readonly manageKeysByDefault: readonly ConfigurableRole[];
  /** Null: keys may never expire. */
  readonly longestKeyLifetimeDays: number | null;
  /** Null: events are never deleted. */
  readonly eventRetentionMonths: number | null;
  readonly tokens: TokensConfiguration;
  readonly exposedKeys: ExposedKeyPolicy;
  /** Null: reports by GitHub are refused. */
  readonly githubKeysUrl: string | null;
  /** Null: people sign in only with a password. */
  readonly oidc: OidcConfiguration | null;
};
