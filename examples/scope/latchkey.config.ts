import { defineConfig } from '../../src/config/define-config.ts';

/**
 * Prompt data behind short-lived tokens: an SDK exchanges the key's id (key_…, always visible) and its
 * secret (secret_live_…, shown once) for a JWT.
 */
export default defineConfig({
  productName: 'Scope',
  keyPrefix: 'secret',
  resources: {
    prompts: { actions: { read: 'Read prompt data' } },
  },
});
