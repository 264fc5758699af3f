import type { ConfigurationInput } from 'latchkey/config';

/**
 * Legally binding signatures. Live keys need an upgraded plan and a payment method, and *Manage API keys* is granted
 * to single people besides their role.
 */
export default {
  productName: 'SignatureAPI',
  keyPrefix: 'key',
  resources: {
    envelopes: { actions: { read: 'View envelopes', write: 'Create and send envelopes' } },
  },
  plans: {
    free: { limits: { perMinute: 100, perHour: 1000 }, liveKeys: false },
    paid: { limits: { perMinute: 500, perHour: 10_000 } },
  },
  defaultPlan: 'free',
  liveKeysRequire: 'upgraded-plan-with-payment-method',
  manageKeysByDefault: ['OWNER'],
} satisfies ConfigurationInput;
