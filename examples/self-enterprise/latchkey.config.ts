import type { ConfigurationInput } from 'latchkey/config';

/** Identity checks by SDK: at most two active keys per environment, managed by owners and admins. */
export default {
  productName: 'Self Enterprise',
  keyPrefix: 'sk',
  resources: {
    sessions: { actions: { read: 'Read sessions', create: 'Create sessions, which costs money' } },
  },
  activeKeysPerEnvironment: 2,
  manageKeysByDefault: ['OWNER', 'ADMIN'],
} satisfies ConfigurationInput;
