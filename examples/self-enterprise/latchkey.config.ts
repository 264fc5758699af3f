import { defineConfig } from '../../src/config/define-config.ts';

/** Identity checks by SDK: at most two active keys per environment, managed by owners and admins. */
// biome-ignore lint/style/noDefaultExport: loadConfig asks for one
export default defineConfig({
  productName: 'Self Enterprise',
  keyPrefix: 'sk',
  resources: {
    sessions: { actions: { read: 'Read sessions', create: 'Create sessions, which costs money' } },
  },
  activeKeysPerEnvironment: 2,
  manageKeysByDefault: ['OWNER', 'ADMIN'],
});
