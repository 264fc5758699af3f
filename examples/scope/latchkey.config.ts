import type { ConfigurationInput } from 'latchkey/config';

/**
 * Prompt data behind short-lived tokens. An SDK exchanges the key's id (key_…, always visible) and its secret
 * (secret_live_…, shown once) for a JWT.
 */
export default {
  productName: 'Scope',
  keyPrefix: 'secret',
  resources: {
    prompts: { actions: { read: 'Read prompt data' } },
  },
} satisfies ConfigurationInput;
