import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAddressAllowed, normalizeAddress, parseAddressRange } from '../../src/lib/address-ranges.ts';

const addresses = fc.oneof(fc.ipV4(), fc.ipV6());
/** Addresses with many zeros, where IPv6 has the most spellings. */
const sparse = fc
  .array(fc.constantFrom('0', '0', '0', '1', 'ff', '0db8', 'FFFF'), { minLength: 8, maxLength: 8 })
  .map((groups) => groups.join(':'));

function rangeOf(text: string): string {
  const parsed = parseAddressRange(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem}`);
  return parsed.range;
}

describe('parseAddressRange', () => {
  // Right: what PostgreSQL 15 printed for `select left::cidr`.
  it.each([
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['203.0.113.7', '203.0.113.7/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['FE80::/10', 'fe80::/10'],
    ['2001:DB8:0:0:0:0:0:0/32', '2001:db8::/32'],
    ['::', '::/128'],
    ['::/0', '::/0'],
    ['::1', '::1/128'],
    ['::2', '::2/128'],
    ['::ffff', '::ffff/128'],
    ['::1:0', '::0.1.0.0/128'],
    ['::1.2.3.4', '::1.2.3.4/128'],
    ['::0.1.0.0/112', '::0.1.0.0/112'],
    ['::1:0:0/96', '::1:0:0/96'],
    ['0:0:1::/48', '0:0:1::/48'],
    ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::1/128'],
    ['2001:0:0:1:0:0:1:1', '2001::1:0:0:1:1/128'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1/128'],
    ['1:2:3:4:5:6:7:0', '1:2:3:4:5:6:7:0/128'],
  ])('prints %s as PostgreSQL does', (text, range) => {
    expect(parseAddressRange(text)).toEqual({ ok: true, range });
  });

  it.each([
    ['::ffff:203.0.113.7', '203.0.113.7/32'],
    ['::ffff:cb00:7107', '203.0.113.7/32'],
    ['::ffff:203.0.113.0/120', '203.0.113.0/24'],
    ['::ffff:0:0/96', '0.0.0.0/0'],
  ])('takes %s, IPv4 within IPv6, as IPv4', (text, range) => {
    expect(parseAddressRange(text)).toEqual({ ok: true, range });
  });

  it.each([
    ['203.0.113.7/24', '203.0.113.0/24'],
    ['255.255.255.255/0', '0.0.0.0/0'],
    ['2001:db8::1/32', '2001:db8::/32'],
    ['::ffff:203.0.113.7/120', '203.0.113.0/24'],
  ])('refuses %s, which has bits beyond its prefix, and suggests %s', (text, network) => {
    const problem = `the address has bits beyond its prefix; expected ${network}`;
    expect(parseAddressRange(text)).toEqual({ ok: false, problem });
  });

  it.each([
    '',
    ' ',
    '/',
    '/24',
    '1.2.3',
    '1.2.3/24',
    '1',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '01.2.3.4',
    '1.2.3.4.',
    '256.1.1.1',
    'fe80::1%eth0',
    'fe80::%1/64',
    '[::1]',
    '::1::',
    ' 1.2.3.4',
    '1.2.3.4\n',
    '1.2.3.4/',
    '1.2.3.4/33',
    '::/129',
    '1.2.3.4/08',
    '1.2.3.4/+8',
    '1.2.3.4/-1',
    '1.2.3.4/1e1',
    '1.2.3.4/255.255.255.0',
    '1.2.3.4/24/24',
    'example.com',
    '1.2.3.4:80',
    '１.2.3.4',
    '::ffff:01.2.3.4',
  ])('refuses %j', (text) => {
    expect(parseAddressRange(text).ok).toBe(false);
  });

  it('is stable: a range it gave is its own canonical form', () => {
    fc.assert(
      fc.property(fc.oneof(addresses, sparse), (address) => {
        const range = rangeOf(address);
        expect(rangeOf(range)).toBe(range);
      }),
    );
  });

  it('suggests a network that it then accepts, and that holds the address', () => {
    fc.assert(
      fc.property(fc.oneof(addresses, sparse), fc.nat(128), (address, length) => {
        const parsed = parseAddressRange(`${address}/${address.includes(':') ? length : length % 33}`);
        const range = parsed.ok ? parsed.range : (parsed.problem.split('expected ')[1] ?? '');
        expect(rangeOf(range)).toBe(range);
        // A range wider than the IPv4-mapped block is a range of IPv6 alone.
        if (range.includes(':') === normalizeAddress(address)?.includes(':')) {
          expect(isAddressAllowed(normalizeAddress(address), [range])).toBe(true);
        }
      }),
    );
  });

  it('never throws, and has one line for whatever is wrong', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9a-f.:/%]{0,40}$/)),
        (text) => {
          const parsed = parseAddressRange(text);
          if (!parsed.ok) expect(parsed.problem).toMatch(/^[^\n]+$/);
        },
      ),
    );
    expect(parseAddressRange('1'.repeat(1_000_000)).ok).toBe(false);
  });
});

describe('normalizeAddress', () => {
  it('gives one form to every spelling of an address', () => {
    expect(normalizeAddress('2001:0DB8:0:0:0:0:0:1')).toBe('2001:db8::1');
    expect(normalizeAddress('::ffff:203.0.113.7')).toBe('203.0.113.7');
    expect(normalizeAddress('::FFFF:CB00:7107')).toBe('203.0.113.7');
  });

  it('is stable, and is the address of the range of one', () => {
    fc.assert(
      fc.property(fc.oneof(addresses, sparse), (text) => {
        const address = normalizeAddress(text);
        if (address === null) throw new Error(`${text} was refused`);
        expect(normalizeAddress(address)).toBe(address);
        expect(rangeOf(text)).toBe(`${address}/${address.includes(':') ? 128 : 32}`);
      }),
    );
  });

  it('drops what proxies write beside an address: port, brackets, zone and blanks', () => {
    const port = fc.constantFrom('', ':0', ':443', ':51008', ':65535');
    const blank = fc.constantFrom('', ' ', '\t');
    fc.assert(
      fc.property(addresses, port, blank, (text, suffix, around) => {
        const written = text.includes(':') ? `[${text}]${suffix}` : `${text}${suffix}`;
        expect(normalizeAddress(around + written + around)).toBe(normalizeAddress(text));
      }),
    );
    expect(normalizeAddress('[::ffff:203.0.113.7]:51008')).toBe('203.0.113.7');
    expect(normalizeAddress('fe80::1%eth0')).toBe('fe80::1');
    expect(normalizeAddress('[fe80::1%25eth0]:80')).toBe('fe80::1');
  });

  it('refuses what is no address', () => {
    for (const text of [
      ...['', ' ', '203.0.113.0/24', '0x7f000001', '127.1', 'localhost', 'unknown', '_hidden', 'null'],
      ...[
        '203.0.113.7, 10.0.0.2',
        '203.0.113.7:port',
        '203.0.113.7:',
        '203.0.113.7:123456',
        '203.0.113.7%eth0',
      ],
      ...[
        '[203.0.113.7',
        '2001:db8::1]:443',
        '[]:443',
        '[2001:db8::1]443',
        '[[::1]]',
        ':443',
        '"203.0.113.7"',
      ],
    ]) {
      expect([text, normalizeAddress(text)]).toEqual([text, null]);
    }
  });
});

describe('isAddressAllowed', () => {
  it('allows every address when there are no ranges, known or not', () => {
    expect(isAddressAllowed('203.0.113.7', [])).toBe(true);
    expect(isAddressAllowed(null, [])).toBe(true);
  });

  it('refuses an unknown or malformed address when there are ranges', () => {
    for (const address of [null, '', 'nonsense', '127.1']) {
      expect(isAddressAllowed(address, ['0.0.0.0/0', '::/0'])).toBe(false);
    }
  });

  it('knows the edges of a range', () => {
    const ranges = ['203.0.113.128/25', '2001:db8::/33'];
    for (const address of [
      '203.0.113.128',
      '203.0.113.255',
      '2001:db8::',
      '2001:db8:7fff:ffff::1',
      '::ffff:203.0.113.200',
    ]) {
      expect(isAddressAllowed(address, ranges)).toBe(true);
    }
    for (const address of [
      '203.0.113.127',
      '203.0.114.128',
      '2001:db8:8000::',
      '2001:db7:ffff::',
      '::cb00:7180',
    ]) {
      expect(isAddressAllowed(address, ranges)).toBe(false);
    }
  });

  it('never takes one kind of address for the other', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isAddressAllowed(address, ['::/0'])).toBe(false);
        expect(isAddressAllowed(`::ffff:${address}`, ['0.0.0.0/0'])).toBe(true);
      }),
    );
  });

  it('tells ::1.2.3.4 from ::ffff:1.2.3.4', () => {
    expect(isAddressAllowed('::1.2.3.4', ['::1.2.3.4/128'])).toBe(true);
    expect(isAddressAllowed('::1.2.3.4', ['1.2.3.4/32'])).toBe(false);
    expect(isAddressAllowed('1.2.3.4', ['::1.2.3.4/128'])).toBe(false);
  });

  it('never allows less when a range is added', () => {
    const ranges = fc.array(addresses.map(rangeOf), { minLength: 1 });
    fc.assert(
      fc.property(addresses, ranges, ranges, (address, some, more) => {
        if (isAddressAllowed(address, some)) expect(isAddressAllowed(address, [...some, ...more])).toBe(true);
      }),
    );
  });
});
