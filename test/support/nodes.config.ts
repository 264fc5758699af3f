import { defineConfig } from '../../src/config/define-config.ts';

/** The product of nodes that tests start as separate processes. */
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
