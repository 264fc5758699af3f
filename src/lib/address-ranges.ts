import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

export type ParsedAddressRange =
  | { readonly ok: true; readonly range: string }
  /** What is wrong with the text and what to write, as a sentence without its end. */
  | { readonly ok: false; readonly problem: string };

const mappedPrefixLength = 96;

/**
 * An address or CIDR range as PostgreSQL's `cidr` prints it: `203.0.113.0/24`, `2001:db8::/32`, a
 * single address with `/32` or `/128`. IPv4 written within IPv6 (`::ffff:203.0.113.7`) becomes IPv4.
 * Shortened, octal or hexadecimal IPv4 is refused: programs disagree on which address it means.
 */
export function parseAddressRange(text: string): ParsedAddressRange {
  const slash = text.indexOf('/');
  const written = parseStrictly(slash === -1 ? text : text.slice(0, slash));
  if (written === null) return refuse(`expected an IPv4 or IPv6 address or a range such as 203.0.113.0/24`);
  const prefixText = slash === -1 ? null : text.slice(slash + 1);
  const writtenLength =
    prefixText === null ? bitsOf(written) : parsePrefixLength(prefixText, bitsOf(written));
  if (writtenLength === null) return refuse(`expected a prefix length of 0 to ${bitsOf(written)} after "/"`);
  const [address, length] = unmap(written, writtenLength);
  const network = networkOf(address, length);
  const range = `${print(network)}/${length}`;
  if (print(network) !== print(address))
    return refuse(`the address has bits beyond its prefix; expected ${range}`);
  return { ok: true, range };
}

/**
 * A caller's address in its one canonical form, IPv4 wherever possible, or null when it is none. Proxies
 * and frameworks write a port, brackets or a zone beside it, which say nothing of the caller.
 */
export function normalizeAddress(text: string): string | null {
  const address = parseStrictly(withoutZone(withoutPort(text.trim())));
  return address === null ? null : print(unmap(address, bitsOf(address))[0]);
}

/**
 * Whether `address` lies in one of `ranges`, canonical both. No ranges allow every address; with
 * ranges, a caller of unknown address (null) is refused.
 */
export function isAddressAllowed(address: string | null, ranges: readonly string[]): boolean {
  if (ranges.length === 0) return true;
  const parsed = address === null ? null : parseStrictly(address);
  if (parsed === null) return false;
  const [caller] = unmap(parsed, bitsOf(parsed));
  return ranges.some((range) => {
    const [networkText = '', length] = range.split('/');
    const network = parseStrictly(networkText);
    return network?.kind() === caller.kind() && caller.match(network, Number(length));
  });
}

/** Whether every address of `range` lies in one of `ranges`, canonical both. No ranges allow everything. */
export function isRangeWithin(range: string, ranges: readonly string[]): boolean {
  const [network = '', length] = range.split('/');
  const wide = ranges.filter((candidate) => Number(candidate.split('/')[1]) <= Number(length));
  return ranges.length === 0 || (wide.length > 0 && isAddressAllowed(network, wide));
}

function refuse(problem: string): ParsedAddressRange {
  return { ok: false, problem };
}

/** node's own check knows only the full forms; what it lets pass besides is a zone (`fe80::1%eth0`). */
function parseStrictly(text: string): Address | null {
  return isIP(text) === 0 || text.includes('%') ? null : ipaddr.parse(withoutDottedEnd(text));
}

/** `203.0.113.7:51008` and `[2001:db8::1]:443` without brackets and port. */
function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1];
  return bracketed ?? text.replace(/^([\d.]+):\d{1,5}$/, '$1');
}

/** `fe80::1%eth0` without the name of the interface, which is the server's own. */
function withoutZone(text: string): string {
  return text.includes(':') ? text.replace(/%.*$/, '') : text;
}

/** `::1.2.3.4` as `::102:304`: ipaddr.js would read it as `::ffff:1.2.3.4`, which is another address. */
function withoutDottedEnd(text: string): string {
  if (!text.includes(':')) return text;
  return text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => {
    const [first = 0, second = 0, third = 0, fourth = 0] = bytes.slice(0, 4).map(Number);
    return `${(first * 256 + second).toString(16)}:${(third * 256 + fourth).toString(16)}`;
  });
}

function parsePrefixLength(text: string, most: number): number | null {
  if (!/^(0|[1-9]\d{0,2})$/.test(text)) return null;
  const length = Number(text);
  return length <= most ? length : null;
}

function bitsOf(address: Address): number {
  return address.kind() === 'ipv4' ? 32 : 128;
}

/** An IPv4 address within IPv6 as IPv4, unless the range reaches beyond the mapped addresses. */
function unmap(address: Address, length: number): [Address, number] {
  const isMapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress();
  if (!isMapped || length < mappedPrefixLength) return [address, length];
  return [address.toIPv4Address(), length - mappedPrefixLength];
}

function networkOf(address: Address, length: number): Address {
  const bytes = address.toByteArray().map((byte, index) => byte & byteMask(length - index * 8));
  return ipaddr.fromByteArray(bytes);
}

/** The mask of a byte of which `bits` from the left belong to the prefix. */
function byteMask(bits: number): number {
  if (bits >= 8) return 0xff;
  return bits <= 0 ? 0 : (0xff << (8 - bits)) & 0xff;
}

function print(address: Address): string {
  return address instanceof ipaddr.IPv6 ? printIPv6(address) : address.toString();
}

/** RFC 5952; but PostgreSQL prints `::1.2.3.4` when exactly the first six groups are zero. */
function printIPv6(address: ipaddr.IPv6): string {
  const endsInIPv4 = address.parts.slice(0, 6).every((group) => group === 0) && address.parts[6] !== 0;
  if (!endsInIPv4) return address.toRFC5952String();
  return `::${ipaddr.fromByteArray(address.toByteArray().slice(12)).toString()}`;
}
