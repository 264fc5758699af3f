import type { ConfigurationInput } from 'latchkey/config';

/** A payments dashboard: scopes by endpoint, "Full Access", keys that expire at midnight UTC. */
export default {
  productName: 'Enterprise Dashboard',
  keyPrefix: 'sk',
  resources: {
    invoices: { actions: { read: 'View invoices', write: 'Create and update invoices' } },
    'payment-links': { actions: { read: 'View payment links', write: 'Create payment links' } },
    clients: { actions: { read: 'View clients', write: 'Create and update clients' } },
    payouts: { actions: { read: 'View payouts', write: 'Create payouts' } },
    disbursements: { actions: { read: 'View disbursements', write: 'Create disbursements' } },
    webhooks: { actions: { read: 'View webhook endpoints', write: 'Manage webhook endpoints' } },
  },
} satisfies ConfigurationInput;
