import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePostgresAddress } from '../../src/lib/postgres-address.ts';

describe('every form of an address that libpq takes for one host is read', () => {
  test.each([
    ['postgres://localhost/latchkey', { host: 'localhost', dbname: 'latchkey' }],
    [
      'postgresql://ada:p%40ss@db.example:6432/keys?sslmode=require&channel_binding=require',
      {
        host: 'db.example',
        port: '6432',
        user: 'ada',
        password: 'p@ss',
        dbname: 'keys',
        sslmode: 'require',
        channel_binding: 'require',
      },
    ],
    [
      'postgresql://ada:p@ss@[::1]:5/x',
      { host: '::1', port: '5', user: 'ada', password: 'p@ss', dbname: 'x' },
    ],
    ['postgresql:///x?host=/var/run/postgresql', { host: '/var/run/postgresql', dbname: 'x' }],
    ['postgresql://%2Fvar%2Frun/x', { host: '/var/run', dbname: 'x' }],
    ['postgresql:///x?options=-c%20search_path%3Dkeys', { dbname: 'x', options: '-c search_path=keys' }],
    [
      'postgres://h/x?connect_timeout=3&keepalives=1&gssencmode=disable',
      { host: 'h', dbname: 'x', connect_timeout: '3' },
    ],
    ['postgres://h/x?ssl=true', { host: 'h', dbname: 'x', sslmode: 'verify-full' }],
    [
      `host = localhost port=5433 dbname='a b' user=me password='it\\'s \\\\ one'`,
      { host: 'localhost', port: '5433', dbname: 'a b', user: 'me', password: `it's \\ one` },
    ],
    ['host=/var/run/postgresql', { host: '/var/run/postgresql' }],
  ])('%s', (text, address) => {
    expect(parsePostgresAddress(text)).toEqual({ ok: true, address });
  });
});

describe('what Latchkey does not do is said, and what to do in its place', () => {
  test.each([
    ['postgres://a:1,b:2/x', /^one host.*primary/],
    ['host=a,b dbname=x', /^one host/],
    ['host=a port=1,2', /^one host/],
    ['service=keys', /^no service: /],
    ['host=h passfile=/secret', /^no passfile: .*PGPASSFILE/],
    ['postgres://h/x?schema=keys', /^no parameter schema$/],
    ['postgres://h/x?pgbouncer=true', /^no parameter pgbouncer$/],
    ['postgres://h/x?sslmode=maybe', /^sslmode disable, /],
    ['postgres://h/x?target_session_attrs=standby', /^target_session_attrs any, .*writes/],
    ['postgres://h:0/x', /^a port of 1 to 65535$/],
    ['postgres://h:99999/x', /^a port of 1 to 65535$/],
    ['postgres://u:10%zz@h/x', /^an address such as .*hexadecimal/],
    ['mysql://h/x', /^an address such as /],
    ['/var/run/postgresql', /^an address such as /],
    ['latchkey', /^an address such as /],
    ['', /^an address such as /],
    [`host='open`, /^an address such as /],
  ])('%s', (text, expected) => {
    const parsed = parsePostgresAddress(text);
    expect(parsed.ok ? null : parsed.expected).toMatch(expected);
  });
});

test('any values are read back from either form', () => {
  const value = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(value, value, (user, password) => {
      const url = `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@h/x`;
      const quote = (text: string) => `'${text.replaceAll(/[\\']/g, (sign) => `\\${sign}`)}'`;
      const words = `host=h dbname=x user=${quote(user)} password=${quote(password)}`;
      const address = { host: 'h', dbname: 'x', user, password };
      expect(parsePostgresAddress(url)).toEqual({ ok: true, address });
      expect(parsePostgresAddress(words)).toEqual({ ok: true, address });
    }),
  );
});

test('no text makes it fail, or repeat what may be a secret', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const parsed = parsePostgresAddress(`postgres://u:hunter2@h,i/x?${text}`);
      expect(parsed.ok ? '' : parsed.expected).not.toContain('hunter2');
    }),
  );
});
