import { defineConfig } from '../src/config/define-config.ts';

/** The product of the bench, with a plan for each kind of limit. */
export default defineConfig({
  productName: 'Bench',
  resources: { invoices: { actions: { read: 'View invoices', write: 'Create and update invoices' } } },
  plans: {
    free: { limits: { perMinute: 100, perHour: 1000 } },
    enterprise: { limits: 'custom' },
  },
  defaultPlan: 'free',
});
