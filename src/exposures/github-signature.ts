import { verify } from 'node:crypto';
import { Refusal } from '../errors.ts';
import type { GithubKeys } from './github-keys.ts';

export type GithubSignature = { readonly identifier: string; readonly signature: string };

/**
 * Refuses a report that GitHub did not sign, with UNAUTHENTICATED. `body` is the unchanged body of the request,
 * because the signature (ECDSA P-256 with SHA-256, base64 of DER) covers its bytes.
 */
export async function checkGithubSignature(
  keys: GithubKeys,
  { identifier, signature }: GithubSignature,
  body: Buffer,
): Promise<void> {
  const key = await keys.find(identifier);
  const bytes = Buffer.from(signature, 'base64');
  if (key === null || !verify('sha256', body, key, bytes)) {
    throw new Refusal('UNAUTHENTICATED', 'The signature of the report is not GitHub’s.');
  }
}
