import { hashSecret, newSecret } from '../lib/secrets.ts';

const prefix = 'service_';

/** A token and what is stored of it. `chosen` is one that the operator brought. */
export type NewServiceToken = {
  readonly token: string;
  readonly stored: { readonly tokenHash: Buffer; readonly lastFour: string };
};

/** `service_<43 base62 characters: 256 bits>` */
export function newServiceToken(chosen: string | null = null): NewServiceToken {
  const token = chosen ?? `${prefix}${newSecret()}`;
  return { token, stored: { tokenHash: hashSecret(token), lastFour: token.slice(-4) } };
}

/** As people can recognise it: `service_…h7Qz`; one that the operator chose keeps only its end. */
export function maskServiceToken(lastFour: string): string {
  return `${prefix}…${lastFour}`;
}
