import { defineConfig } from '../../src/config/define-config.ts';

/** Identity checks by SDK: at most two active keys per environment, managed by owners and admins. */
export default defineConfig({
  productName: 'Self Enterprise',
  keyPrefix: 'sk',
  resources: {
    sessions: { actions: { read: 'Read sessions', create: 'Create sessions, which costs money' } },
  },
  activeKeysPerEnvironment: 2,
  manageKeysByDefault: ['OWNER', 'ADMIN'],
});
