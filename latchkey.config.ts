import { defineConfig } from './src/config/define-config.ts';

/*
 * What Latchkey is for your product. Change a value and start again: a wrong one stops the start and
 * says where it is and what was expected. Five more, after real products, are in examples/.
 */
export default defineConfig({
  // In mails.
  productName: 'Acme',

  // Keys look like sk_live_… and sk_test_…. After a change, keys already given out work on only if their
  // prefix stands in formerKeyPrefixes.
  keyPrefix: 'sk',
  formerKeyPrefixes: [],

  // What a key can be allowed to do. `invoices: { actions: { read: … } }` is the scope "invoices:read";
  // "invoices:*" is every action on invoices, those that you add later included. The resource
  // "api-keys" is always there: its scopes let a key manage its own organization's keys.
  resources: {
    invoices: { actions: { read: 'View invoices', write: 'Create and update invoices' } },
    'payment-links': { actions: { read: 'View payment links', write: 'Create payment links' } },
    clients: { actions: { read: 'View clients', write: 'Create and update clients' } },
    payouts: { actions: { read: 'View payouts', write: 'Create payouts' } },
    disbursements: { actions: { read: 'View disbursements', write: 'Create disbursements' } },
    webhooks: { actions: { read: 'View webhook endpoints', write: 'Manage webhook endpoints' } },
  },

  // How a list of scopes says "everything". It does not cover "api-keys", unless you say so.
  fullAccess: '*',
  fullAccessManagesKeys: false,

  // Requests that one key may make. Custom limits are agreed with each organization and set by your
  // operator. Live keys are included unless a plan says `liveKeys: false`.
  plans: {
    free: { limits: { perMinute: 100, perHour: 1000 } },
    professional: { limits: { perMinute: 500, perHour: 10_000 } },
    enterprise: { limits: 'custom', autoRenewal: true },
  },
  defaultPlan: 'free',

  // The most active keys of an organization in each environment; null: any number.
  activeKeysPerEnvironment: null,

  // 'nothing', or 'upgraded-plan-with-payment-method': any plan but the default, and a way to pay.
  liveKeysRequire: 'nothing',

  // Who may create, change and revoke keys by role. Anyone else can be granted it one by one.
  manageKeysByDefault: ['OWNER', 'ADMIN'],

  // The longest that a new key may live; null: for ever, if its maker so chooses.
  longestKeyLifetimeDays: null,

  // A key can be exchanged for a signed token (OAuth 2.0 client credentials at /oauth/token) that your API
  // checks without asking. `audience`: what your API expects as `aud`; by default Latchkey's own address.
  tokens: { lifetimeSeconds: 900 },

  // A key that a secret scanner found in public: 'revoke' it at once, or only 'flag' it, so that it
  // shows in the key's exposures. GitHub's own reports are taken with signatures by the keys it
  // publishes (`githubKeysUrl`; null: none are taken), others from services that may report.
  exposedKeys: 'revoke',

  // Your company's own sign-in (OpenID Connect), whose tokens are then accepted in place of a session:
  // { issuer: 'https://id.example.com', audience: 'latchkey' }
  oidc: null,
});
