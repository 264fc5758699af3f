import { hashSecret, newSecret } from '../lib/secrets.ts';

const prefix = 'service_';

/** A token and its stored form. `chosen` is a token that the operator chose. */
export type NewServiceToken = {
  readonly token: string;
  readonly stored: { readonly tokenHash: Buffer; readonly lastFour: string };
};

/** `service_<43 base62 characters: 256 bits>` */
export function newServiceToken(chosen: string | null = null): NewServiceToken {
  const token = chosen ?? `${prefix}${newSecret()}`;
  return { token, stored: { tokenHash: hashSecret(token), lastFour: token.slice(-4) } };
}

/**
 * Returns the form by which people recognise a token: `service_…h7Qz`. Of a token that the operator chose, only the
 * end is its own.
 */
export function maskServiceToken(lastFour: string): string {
  return `${prefix}…${lastFour}`;
}
