import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

export type ParsedAddressRange =
  | { readonly ok: true; readonly range: string }
  /** The problem and the remedy, as a sentence without a full stop. */
  | { readonly ok: false; readonly problem: string };

const mappedPrefixLength = 96;

/**
 * Parses an address or a CIDR range into the form in which PostgreSQL prints a `cidr`: `203.0.113.0/24`,
 * `2001:db8::/32`, or a single address with `/32` or `/128`. IPv4 inside IPv6 (`::ffff:203.0.113.7`) becomes IPv4.
 * Shortened, octal and hexadecimal IPv4 is refused, because programs disagree on its meaning.
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
 * Returns a caller's address in its canonical form, as IPv4 where possible, or null if the text is not an address. Proxies
 * and frameworks add a port, brackets or a zone; these are removed because they do not identify the caller.
 */
export function normalizeAddress(text: string): string | null {
  const address = parseStrictly(withoutZone(withoutPort(text.trim())));
  return address === null ? null : print(unmap(address, bitsOf(address))[0]);
}

/**
 * Checks whether `address` is in one of `ranges`; both must be canonical. An empty list allows every address. A list
 * with ranges refuses a caller whose address is unknown (null).
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

/** Checks whether every address of `range` is in one of `ranges`; both must be canonical. An empty list allows all. */
export function isRangeWithin(range: string, ranges: readonly string[]): boolean {
  const [network = '', length] = range.split('/');
  const wide = ranges.filter((candidate) => Number(candidate.split('/')[1]) <= Number(length));
  return ranges.length === 0 || (wide.length > 0 && isAddressAllowed(network, wide));
}

/** Checks whether canonical ranges allow every address. An empty list does, and so does a list with both widest ranges. */
export function allowsEverything(ranges: readonly string[]): boolean {
  return ranges.length === 0 || widestRanges.every((widest) => ranges.includes(widest));
}

const widestRanges = ['0.0.0.0/0', '::/0'];

function refuse(problem: string): ParsedAddressRange {
  return { ok: false, problem };
}

/** Node's own check accepts only full forms, and a zone (`fe80::1%eth0`), which is excluded here. */
function parseStrictly(text: string): Address | null {
  return isIP(text) === 0 || text.includes('%') ? null : ipaddr.parse(withoutDottedEnd(text));
}

/** Removes brackets and port from `203.0.113.7:51008` and `[2001:db8::1]:443`. */
function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1];
  return bracketed ?? text.replace(/^([\d.]+):\d{1,5}$/, '$1');
}

/** Removes the zone from `fe80::1%eth0`. A zone is the name of a network interface of the server. */
function withoutZone(text: string): string {
  return text.includes(':') ? text.replace(/%.*$/, '') : text;
}

/** Writes `::1.2.3.4` as `::102:304`, because ipaddr.js would read it as `::ffff:1.2.3.4`, a different address. */
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

/** Turns an IPv4 address inside IPv6 into IPv4, unless the range includes addresses that are not mapped. */
function unmap(address: Address, length: number): [Address, number] {
  const isMapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress();
  if (!isMapped || length < mappedPrefixLength) return [address, length];
  return [address.toIPv4Address(), length - mappedPrefixLength];
}

function networkOf(address: Address, length: number): Address {
  const bytes = address.toByteArray().map((byte, index) => byte & byteMask(length - index * 8));
  return ipaddr.fromByteArray(bytes);
}

/** The mask of a byte whose first `bits` bits belong to the prefix. */
function byteMask(bits: number): number {
  if (bits >= 8) return 0xff;
  return bits <= 0 ? 0 : (0xff << (8 - bits)) & 0xff;
}

function print(address: Address): string {
  return address instanceof ipaddr.IPv6 ? printIPv6(address) : address.toString();
}

/** Prints as RFC 5952 says. One exception: PostgreSQL prints `::1.2.3.4` if exactly the first six groups are zero. */
function printIPv6(address: ipaddr.IPv6): string {
  const endsInIPv4 = address.parts.slice(0, 6).every((group) => group === 0) && address.parts[6] !== 0;
  if (!endsInIPv4) return address.toRFC5952String();
  return `::${ipaddr.fromByteArray(address.toByteArray().slice(12)).toString()}`;
}
