import { z } from 'zod';
import { authorizeService } from '../access/authorize.ts';
import type { RequestContext } from '../access/context.ts';
import { parseInput } from '../input.ts';
import type { SigningKey } from './signing-keys.ts';

const rotateSigningKeysInput = z.object({ compromised: z.boolean().nullish() });

/**
 * A new signing key: beside the others, to sign in an hour; or in place of all of them when they are
 * compromised, which voids every token. Returns the published keys.
 */
export async function rotateSigningKeys(
  context: RequestContext,
  input: unknown,
): Promise<{ signingKeys: readonly SigningKey[] }> {
  authorizeService(context.actor, 'OPERATE');
  const { compromised } = parseInput(rotateSigningKeysInput, input);
  const { signingKeys } = context.accessTokens;
  await signingKeys.rotate(compromised ? 'COMPROMISED' : 'NOW');
  context.log.info(
    { compromised: compromised ?? false },
    'Made a new signing key: the operator asked for it',
  );
  return { signingKeys: await signingKeys.published() };
}
