import { defineConfig } from '../../src/config/define-config.ts';

/** The product of the nodes that tests start as processes of their own. */
export default defineConfig({
  productName: 'Acme',
  resources: {
    invoices: { actions: { read: 'View invoices', write: 'Create and update invoices' } },
  },
  plans: {
    free: { limits: { perMinute: 100, perHour: 1000 } },
    enterprise: { limits: 'custom' },
  },
  defaultPlan: 'free',
});
