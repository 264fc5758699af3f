import { z } from 'zod';
import type { RequestContext } from '../access/context.ts';
import { serviceOperation } from '../access/operation.ts';
import { signingKeysRotated } from './signing-key.events.ts';
import { lockRotation } from './signing-keys.sql.ts';
import type { SigningKey } from './signing-keys.ts';

const rotation = serviceOperation({
  permission: 'OPERATE',
  input: z.strictObject({ compromised: z.boolean().nullish() }),
  lock: ({ transaction }) => lockRotation(transaction),
  async run({ transaction, accessTokens, log }, { compromised }) {
    await accessTokens.signingKeys.rotateWithin(transaction, compromised ? 'COMPROMISED' : 'NOW');
    log.info({ compromised: compromised ?? false }, 'Making a new signing key: the operator asked for it');
  },
  event: ({ input }) => signingKeysRotated(input.compromised ?? false),
});

/**
 * Creates a signing key that signs in an hour. If the present keys are compromised, the new key replaces them at once,
 * and all tokens are void. Returns the published keys.
 */
export const rotateSigningKeys = Object.assign(rotateAndPublish, { permission: rotation.permission });

async function rotateAndPublish(
  context: RequestContext,
  input: unknown,
): Promise<{ signingKeys: readonly SigningKey[] }> {
  const { signingKeys } = context.accessTokens;
  try {
    await rotation(context, input);
  } finally {
    // Only after the commit: keys that were read before it would be used for some seconds.
    signingKeys.forget();
  }
  return { signingKeys: await signingKeys.published() };
}
