import { defineConfig } from './src/config/define-config.ts';

/**
 * The configuration of your product. Change a value and start again. A wrong value stops the start, with a message
 * that names the place and the expected value. examples/ contains five more, after real products.
 */
export default defineConfig({
  // The name in mails.
  productName: 'Acme',

  // The beginning of keys: sk_live_… and sk_test_…. If you change it, add the former prefix to formerKeyPrefixes, so
  // that existing keys continue to work.
  keyPrefix: 'sk',
  formerKeyPrefixes: [],

  // The scopes of keys. `invoices: { actions: { read: … } }` makes the scope "invoices:read". "invoices:*" includes
  // every action on invoices, also those that you add later. The resource "api-keys" always exists: its scopes let a
  // key manage keys of its own organization.
  resources: {
    invoices: { actions: { read: 'View invoices', write: 'Create and update invoices' } },
    'payment-links': { actions: { read: 'View payment links', write: 'Create payment links' } },
    clients: { actions: { read: 'View clients', write: 'Create and update clients' } },
    payouts: { actions: { read: 'View payouts', write: 'Create payouts' } },
    disbursements: { actions: { read: 'View disbursements', write: 'Create disbursements' } },
    webhooks: { actions: { read: 'View webhook endpoints', write: 'Manage webhook endpoints' } },
  },

  // The name of full access in a list of scopes. Full access does not include "api-keys", unless fullAccessManagesKeys
  // is true.
  fullAccess: '*',
  fullAccessManagesKeys: false,

  // The number of requests that one key may make. "custom" limits are agreed with each organization, and your operator
  // sets them. Plans include live keys unless they set `liveKeys: false`.
  plans: {
    free: { limits: { perMinute: 100, perHour: 1000 } },
    professional: { limits: { perMinute: 500, perHour: 10_000 } },
    enterprise: { limits: 'custom', autoRenewal: true },
  },
  defaultPlan: 'free',

  // The maximum number of active keys of an organization in each environment. null: no maximum.
  activeKeysPerEnvironment: null,

  // 'nothing', or 'upgraded-plan-with-payment-method': any plan except the default, and a payment method.
  liveKeysRequire: 'nothing',

  // The roles that may create, change and revoke keys. Other members can be granted the permission.
  manageKeysByDefault: ['OWNER', 'ADMIN'],

  // The maximum lifetime of a new key in days. null: keys may never expire.
  longestKeyLifetimeDays: null,

  // How many whole months events stay in the log. null: for ever.
  eventRetentionMonths: 13,

  // A client can exchange a key for a signed access token (OAuth 2.0 client credentials at /oauth/token), which your
  // API can verify itself. `audience`: the `aud` that your API expects. Default: Latchkey's own address.
  tokens: { lifetimeSeconds: 900 },

  // What happens to a key that a secret scanner found in public: 'revoke' it at once, or only 'flag' it, so that it
  // appears in the key's exposures. GitHub's reports are accepted if a key at `githubKeysUrl` signed them (null: none
  // are accepted). Other reports come from services with the permission to report.
  exposedKeys: 'revoke',

  // Your company's own sign-in (OpenID Connect). Its tokens are accepted instead of a session:
  // { issuer: 'https://id.example.com', audience: 'latchkey' }
  oidc: null,
});
