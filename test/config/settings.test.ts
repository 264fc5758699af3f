import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicUrlOf, readSettings } from '../../src/config/settings.ts';
import { StartError } from '../../src/start-error.ts';

const databaseUrl = 'postgresql://latchkey:hunter2@db.example.com:5432/latchkey';
const secret = 'a'.repeat(32);

/** The lines with which an environment is refused. */
function problems(env: Record<string, string>): string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof StartError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('readSettings', () => {
  it('needs nothing: every setting has its documented default', () => {
    expect(readSettings({})).toMatchInlineSnapshot(`
      {
        "configPath": null,
        "dataDirectory": ".latchkey",
        "databaseUrl": null,
        "email": null,
        "host": "127.0.0.1",
        "logLevel": "info",
        "mode": "development",
        "port": 4000,
        "provision": {
          "organization": null,
          "ownerEmail": null,
          "ownerPassword": null,
          "serviceToken": null,
        },
        "publicUrl": null,
        "secret": null,
        "serves": Set {
          "verification",
          "management",
        },
        "trustProxy": false,
      }
    `);
  });

  it('reads every setting', () => {
    expect(
      readSettings({
        NODE_ENV: 'production',
        LOG_LEVEL: 'warn',
        PORT: '0',
        HOST: '::',
        DATABASE_URL: databaseUrl,
        LATCHKEY_DATA_DIR: '/var/lib/latchkey',
        LATCHKEY_CONFIG: '/etc/latchkey.config.ts',
        LATCHKEY_PUBLIC_URL: 'https://keys.example.com/',
        LATCHKEY_TRUST_PROXY: '10.0.0.0/8, loopback,2001:DB8::1',
        LATCHKEY_SECRET: secret,
        LATCHKEY_OWNER_EMAIL: 'ada@example.com',
        LATCHKEY_OWNER_PASSWORD: 'correct horse battery staple',
        LATCHKEY_ORGANIZATION: 'Ada & Co.',
        LATCHKEY_SERVICE_TOKEN: 'service-token-of-the-product',
        SMTP_URL: 'smtps://mail.example.com',
        EMAIL_FROM: 'Acme Keys <keys@example.com>',
        PATH: '/usr/bin',
      }),
    ).toMatchInlineSnapshot(`
      {
        "configPath": "/etc/latchkey.config.ts",
        "dataDirectory": "/var/lib/latchkey",
        "databaseUrl": "postgresql://latchkey:hunter2@db.example.com:5432/latchkey",
        "email": {
          "from": "Acme Keys <keys@example.com>",
          "smtpUrl": "smtps://mail.example.com",
        },
        "host": "::",
        "logLevel": "warn",
        "mode": "production",
        "port": 0,
        "provision": {
          "organization": "Ada & Co.",
          "ownerEmail": "ada@example.com",
          "ownerPassword": "correct horse battery staple",
          "serviceToken": "service-token-of-the-product",
        },
        "publicUrl": "https://keys.example.com",
        "secret": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "serves": Set {
          "verification",
          "management",
        },
        "trustProxy": [
          "10.0.0.0/8",
          "loopback",
          "2001:db8::1/128",
        ],
      }
    `);
  });

  it('counts an empty string as unset', () => {
    const names = [
      'PORT',
      'HOST',
      'DATABASE_URL',
      'LATCHKEY_SECRET',
      'SMTP_URL',
      'NODE_ENV',
      'LATCHKEY_TRUST_PROXY',
    ];
    expect(readSettings(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(readSettings({}));
    expect(readSettings({ PORT: undefined })).toEqual(readSettings({}));
    expect(problems({ DATABASE_URL: databaseUrl, LATCHKEY_SECRET: '' })).toHaveLength(1);
  });

  it('refuses everything malformed at once, a line each, without showing what may be secret', () => {
    const lines = problems({
      NODE_ENV: 'staging',
      LOG_LEVEL: 'verbose',
      PORT: '65536',
      HOST: 'http://localhost',
      DATABASE_URL: 'mysql://user:hunter2@host/db',
      LATCHKEY_PUBLIC_URL: 'https://user:hunter2@keys.example.com/path',
      LATCHKEY_TRUST_PROXY: 'yes',
      LATCHKEY_SECRET: 'hunter2',
      LATCHKEY_OWNER_EMAIL: 'ada',
      LATCHKEY_ORGANIZATION: ' ',
      LATCHKEY_SERVICE_TOKEN: 'hunter2',
      SMTP_URL: 'https://user:hunter2@mail',
      EMAIL_FROM: 'Acme <keys>',
    });
    expect(lines.join('\n')).not.toContain('hunter2');
    expect(lines).toMatchInlineSnapshot(`
      [
        "NODE_ENV: expected one of development, production, test, got "staging"",
        "LOG_LEVEL: expected one of fatal, error, warn, info, debug, trace, silent, got "verbose"",
        "PORT: expected a port of 0 to 65535, got "65536"",
        "HOST: expected a host name or address to listen on, such as 127.0.0.1 or ::, got "http://localhost"",
        "DATABASE_URL: expected an address such as postgresql://user:password@host:5432/database (percent-encode the password) or "host=… dbname=…"",
        "LATCHKEY_PUBLIC_URL: expected an address without a path, such as https://keys.example.com",
        "LATCHKEY_TRUST_PROXY: expected the number of proxies (0 to 99) or a list of their addresses, such as "10.0.0.0/8, loopback", got "yes"",
        "LATCHKEY_SECRET: expected at least 32 characters, such as the output of "openssl rand -base64 32"",
        "LATCHKEY_OWNER_EMAIL: expected an email address, got "ada"",
        "LATCHKEY_ORGANIZATION: expected a name of 1 to 200 characters without line breaks, got " "",
        "LATCHKEY_SERVICE_TOKEN: expected 16 to 512 characters of printable ASCII without spaces",
        "SMTP_URL: expected an address such as smtp://user:password@host:587",
        "EMAIL_FROM: expected an email address, or a name with one: Acme <keys@example.com>, got "Acme <keys>"",
      ]
    `);
  });

  it('asks for a secret with a database of one’s own, and for a sender with a mail server', () => {
    expect(problems({ DATABASE_URL: databaseUrl, SMTP_URL: 'smtp://localhost' })).toMatchInlineSnapshot(`
      [
        "LATCHKEY_SECRET: missing; expected, together with DATABASE_URL, at least 32 characters that are the same on every node, such as the output of "openssl rand -base64 32"",
        "EMAIL_FROM: missing; expected, together with SMTP_URL, the sender address of mails",
      ]
    `);
  });

  const mailServer = { SMTP_URL: 'smtp://localhost' };
  it.each([
    'a@example.com, b@example.com',
    'a@example.com, Acme <b@example.com>',
    'Team: Acme <keys@example.com>',
    'Team: Acme <keys@example.com>;',
    'Acme (keys) <keys@example.com>',
    '<a@example.com> Acme <keys@example.com>',
    'Acme <keys@example.com> <other@example.com>',
    '"Acme" Keys" <keys@example.com>',
    'Acme\r\nBcc: x@example.com <keys@example.com>',
  ])('refuses a sender that is not one address: %j', (EMAIL_FROM) => {
    expect(problems({ ...mailServer, EMAIL_FROM })).toEqual([expect.stringMatching(/^EMAIL_FROM: expected/)]);
  });

  it.each([
    'keys@example.com',
    'keys@localhost',
    '<keys@example.com>',
    'Acme <keys@müller.de>',
    'Acme Inc. <keys@example.com>',
    '"Acme, Inc. (EU): keys" <keys@example.com>',
  ])('takes the sender %j', (EMAIL_FROM) => {
    expect(problems({ ...mailServer, EMAIL_FROM })).toEqual([]);
  });

  it.each(['-1', '4000.0', '0x10', ' 80', '1e3', '99999', 'http'])('refuses the port %j', (PORT) => {
    expect(problems({ PORT })).toEqual([`PORT: expected a port of 0 to 65535, got ${JSON.stringify(PORT)}`]);
  });

  it('reads every port from 0 to 65535', () => {
    fc.assert(fc.property(fc.nat(65_535), (port) => readSettings({ PORT: String(port) }).port === port));
  });

  it.each(['0', '2', '10.0.0.0/8', 'loopback'])('trusts proxies as told: %s', (LATCHKEY_TRUST_PROXY) => {
    const expected = { '0': false, '2': 2, '10.0.0.0/8': ['10.0.0.0/8'], loopback: ['loopback'] };
    expect(Object.entries(expected)).toContainEqual([
      LATCHKEY_TRUST_PROXY,
      readSettings({ LATCHKEY_TRUST_PROXY }).trustProxy,
    ]);
  });

  it.each(['true', '-1', '100', '10.0.0.0/8,', '10.0.0.1/8', 'example.com'])(
    'refuses to trust %j as a proxy',
    (LATCHKEY_TRUST_PROXY) => {
      expect(problems({ LATCHKEY_TRUST_PROXY })).toHaveLength(1);
    },
  );

  it.each([
    'fifteen-letters',
    'sixteen letters-',
    'sixteen-lettersé',
    `sk_live_${'a'.repeat(49)}`,
    'key_test_0123456789',
    'session_01h455vb4pex5vsknk084sn02q',
    'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln',
  ])('refuses the service token %j', (LATCHKEY_SERVICE_TOKEN) => {
    const lines = problems({ LATCHKEY_SERVICE_TOKEN });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain(LATCHKEY_SERVICE_TOKEN);
  });

  it.each([
    ['verification', ['verification']],
    ['management', ['management']],
    [' management , verification ', ['management', 'verification']],
    ['', ['verification', 'management']],
  ])('takes LATCHKEY_SERVES=%s', (text, planes) => {
    expect([...readSettings({ LATCHKEY_SERVES: text }).serves]).toEqual(planes);
  });

  it.each(['verify', 'verification,', 'all', ',', 'verification management'])(
    'refuses LATCHKEY_SERVES=%s in one line',
    (text) => {
      expect(problems({ LATCHKEY_SERVES: text })).toEqual([
        `LATCHKEY_SERVES: expected one or both of verification, management, with a comma between, got "${text}"`,
      ]);
    },
  );

  it.each(['postgres://localhost/latchkey', 'postgresql:///latchkey?host=/var/run/postgresql'])(
    'accepts the database %s',
    (DATABASE_URL) => {
      expect(readSettings({ DATABASE_URL, LATCHKEY_SECRET: secret }).databaseUrl).toBe(DATABASE_URL);
    },
  );
});

describe('publicUrlOf', () => {
  it('is the setting, or an address that a browser on this machine can open', () => {
    const at = (host: string) => publicUrlOf({ host, publicUrl: null }, 4000);
    expect(['127.0.0.1', '0.0.0.0', '::', '::1', 'keys.local'].map(at)).toEqual([
      'http://127.0.0.1:4000',
      'http://localhost:4000',
      'http://localhost:4000',
      'http://[::1]:4000',
      'http://keys.local:4000',
    ]);
    expect(publicUrlOf({ host: '::', publicUrl: 'https://keys.example.com' }, 4000)).toBe(
      'https://keys.example.com',
    );
  });
});
