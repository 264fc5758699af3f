import type { ConfigurationInput } from 'latchkey/config';

/** A tasks API: scopes to read, write and delete each resource, `admin:*` for everything, limits by plan. */
export default {
  productName: 'Product',
  keyPrefix: 'sk',
  resources: {
    tasks: { actions: { read: 'View tasks', write: 'Create/update tasks', delete: 'Delete tasks' } },
    projects: {
      actions: { read: 'View projects', write: 'Create/update projects', delete: 'Delete projects' },
    },
    users: { actions: { read: 'View users', write: 'Create/update users' } },
  },
  fullAccess: 'admin:*',
  plans: {
    free: { limits: { perMinute: 100, perHour: 1000 } },
    professional: { limits: { perMinute: 500, perHour: 10_000 } },
    enterprise: { limits: 'custom', autoRenewal: true },
  },
  defaultPlan: 'free',
} satisfies ConfigurationInput;
