import { domainToASCII, domainToUnicode } from 'node:url';

const maxLocalBytes = 64;
const maxDomainLength = 253;
const maxLabelLength = 63;

/** The dot-atom of RFC 5322 with letters of every script (RFC 6532). The quoted form is refused: nobody uses it. */
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domainCharacters = /^[\p{L}\p{M}\p{N}.-]+$/u;
const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** Checks whether mail can be sent to this address. The domain may be a single name and may use any script. */
export function isEmailAddress(text: string): boolean {
  const [local, domain] = partsOf(text);
  if (!localPart.test(local) || Buffer.byteLength(local) > maxLocalBytes) return false;
  if (!domainCharacters.test(domain)) return false;
  const ascii = domainToASCII(domain);
  const labels = ascii.split('.');
  // A last label of digits makes an IPv4 address, not a name.
  return (
    ascii.length <= maxDomainLength &&
    labels.every((each) => label.test(each) && each.length <= maxLabelLength) &&
    !/^\d+$/.test(labels.at(-1) ?? '')
  );
}

/**
 * Brings an email into the form that is compared and stored: lower case, NFC, and the domain in Unicode, so that
 * `xn--mller-kva.de` and `müller.de` are the same. Nothing else in the local part changes.
 */
export function normalizeEmail(email: string): string {
  const normal = email.trim().normalize('NFC').toLowerCase();
  const [local, domain] = partsOf(normal);
  if (!/xn--|[^\x20-\x7e]/.test(domain)) return normal;
  return `${local}@${domainToUnicode(domain) || domain}`;
}

/** Splits at the last `@`. */
function partsOf(email: string): readonly [string, string] {
  const at = email.lastIndexOf('@');
  return at < 0 ? [email, ''] : [email.slice(0, at), email.slice(at + 1)];
}
