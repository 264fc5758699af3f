import { domainToASCII, domainToUnicode } from 'node:url';

const maxLocalBytes = 64;
const maxDomainLength = 253;
const maxLabelLength = 63;

/** RFC 5322's dot-atom, with the letters of every script (RFC 6532); the quoted form is met nowhere. */
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domainCharacters = /^[\p{L}\p{M}\p{N}.-]+$/u;
const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** Whether mail can be sent to this address. The domain can be a single name, and of any script. */
export function isEmailAddress(text: string): boolean {
  const [local, domain] = partsOf(text);
  if (!localPart.test(local) || Buffer.byteLength(local) > maxLocalBytes) return false;
  if (!domainCharacters.test(domain)) return false;
  const ascii = domainToASCII(domain);
  const labels = ascii.split('.');
  // A last label of digits would be an address of IPv4 and no name.
  return (
    ascii.length <= maxDomainLength &&
    labels.every((each) => label.test(each) && each.length <= maxLabelLength) &&
    !/^\d+$/.test(labels.at(-1) ?? '')
  );
}

/**
 * Emails are compared and stored in lower case and NFC, with the domain as people write it: `xn--mller-kva.de`
 * and `müller.de` are one. The local part is otherwise left alone.
 */
export function normalizeEmail(email: string): string {
  const normal = email.trim().normalize('NFC').toLowerCase();
  const [local, domain] = partsOf(normal);
  if (!/xn--|[^\x20-\x7e]/.test(domain)) return normal;
  return `${local}@${domainToUnicode(domain) || domain}`;
}

/** Before and after the last `@`. */
function partsOf(email: string): readonly [string, string] {
  const at = email.lastIndexOf('@');
  return at < 0 ? [email, ''] : [email.slice(0, at), email.slice(at + 1)];
}
