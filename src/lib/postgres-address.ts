/**
 * The address of a PostgreSQL database, in either form of libpq: `postgresql://user@host/database?…` or `host=…
 * dbname=…`. The parameters have libpq's names.
 */
export type PostgresAddress = Readonly<Partial<Record<PostgresParameter, string>>>;

export type ParsedPostgresAddress =
  | { readonly ok: true; readonly address: PostgresAddress }
  /** `expected` completes the sentence "expected …". It never repeats a value, because that may be a secret. */
  | { readonly ok: false; readonly expected: string };

const parameters = [
  'host',
  'port',
  'user',
  'password',
  'dbname',
  'options',
  'application_name',
  'connect_timeout',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'sslnegotiation',
  'channel_binding',
  'target_session_attrs',
  'uselibpqcompat',
] as const;

export type PostgresParameter = (typeof parameters)[number];

/**
 * Parameters that change nothing for Latchkey, or that would change how it must work. They are accepted and ignored.
 */
const ignored: ReadonlySet<string> = new Set([
  'client_encoding',
  'fallback_application_name',
  'gssencmode',
  'keepalives',
  'keepalives_count',
  'keepalives_idle',
  'keepalives_interval',
  'load_balance_hosts',
  'tcp_user_timeout',
]);

/** Parameters of libpq that Latchkey does not support, each with its remedy. */
const unsupported: Readonly<Record<string, string>> = {
  hostaddr: 'host in place of hostaddr',
  passfile: 'no passfile: name the file by the environment variable PGPASSFILE',
  service: 'no service: write the parameters of the service into the address',
  servicefile: 'no servicefile: write the parameters of the service into the address',
};

const values: Partial<Record<PostgresParameter, { readonly form: RegExp; readonly expected: string }>> = {
  port: { form: /^\d{1,5}$/, expected: 'a number as port' },
  connect_timeout: { form: /^\d{1,6}$/, expected: 'whole seconds as connect_timeout' },
  sslmode: {
    form: /^(disable|prefer|require|verify-ca|verify-full|no-verify)$/,
    expected: 'sslmode disable, prefer, require, verify-ca, verify-full or no-verify',
  },
  sslnegotiation: { form: /^(postgres|direct)$/, expected: 'sslnegotiation postgres or direct' },
  channel_binding: {
    form: /^(disable|prefer|require)$/,
    expected: 'channel_binding disable, prefer or require',
  },
  uselibpqcompat: { form: /^(true|false)$/, expected: 'uselibpqcompat true or false' },
  target_session_attrs: {
    form: /^(any|read-write|primary)$/,
    expected: 'target_session_attrs any, read-write or primary, since Latchkey writes',
  },
};

/** The form of an address. It completes the sentence "expected …". */
export const addressForm =
  'an address such as postgresql://user:password@host:5432/database (percent-encode the password) or "host=… dbname=…"';
const oneHost =
  'one host, since Latchkey does not choose among several: give one address that leads to the primary, such as a proxy';

/** The reason why an address cannot be used. It contains no value of the address. */
class AddressProblem extends Error {}

export function parsePostgresAddress(text: string): ParsedPostgresAddress {
  try {
    const given = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? parametersOfUrl(text) : parametersOfWords(text);
    return { ok: true, address: checked(given) };
  } catch (error) {
    if (error instanceof AddressProblem) return { ok: false, expected: error.message };
    throw error;
  }
}

type Given = readonly (readonly [name: string, value: string])[];

/** The authority ends at the first slash. The password may contain an @, because the host cannot. */
const urlForm =
  /^postgres(?:ql)?:\/\/(?:(?<user>[^:/?@]*)(?::(?<password>[^/?]*))?@)?(?<hosts>[^/?@]*)(?:\/(?<database>[^?]*))?(?:\?(?<query>.*))?$/s;
const hostForm = /^(?<host>\[[^\]]*\]|[^:[\]]*)(?::(?<port>\d*))?$/;

function parametersOfUrl(text: string): Given {
  const { user, password, hosts = '', database, query } = urlForm.exec(text)?.groups ?? refuse(addressForm);
  if (hosts.includes(',')) return refuse(oneHost);
  const { host = '', port } = hostForm.exec(hosts)?.groups ?? refuse(addressForm);
  const parts = { host: host.replace(/^\[(.*)\]$/, '$1'), port, user, password, dbname: database };
  const named = (query ?? '')
    .split('&')
    .filter((entry) => entry !== '')
    .map((entry): [string, string] => {
      const [name = '', ...value] = entry.split('=');
      return [decoded(name), decoded(value.join('='))];
    });
  return [
    ...Object.entries(parts).map(([name, value]): [string, string] => [name, decoded(value ?? '')]),
    // The driver has its own short form.
    ...named.map(([name, value]): [string, string] =>
      name === 'ssl' ? ['sslmode', /^(true|1)$/.test(value) ? 'verify-full' : 'disable'] : [name, value],
    ),
  ];
}

/** Unlike in HTML forms, a plus sign stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse(`${addressForm}; a percent sign in it is followed by two hexadecimal digits`);
  }
}

const word =
  /\s*(?<name>[a-z_]+)\s*=\s*(?:'(?<quoted>(?:[^'\\]|\\.)*)'|(?<plain>(?:[^\s'\\]|\\.)*))(?=\s|$)/gsy;

function parametersOfWords(text: string): Given {
  const words = [...text.trimEnd().matchAll(word)];
  const length = words.reduce((sum, [matched]) => sum + matched.length, 0);
  if (words.length === 0 || length !== text.trimEnd().length) return refuse(addressForm);
  return words.map(({ groups }): [string, string] => [
    groups?.['name'] ?? '',
    (groups?.['quoted'] ?? groups?.['plain'] ?? '').replaceAll(/\\(.)/gs, '$1'),
  ]);
}

/** As in libpq, a later parameter replaces an earlier one, and a parameter without a value counts as missing. */
function checked(given: Given): PostgresAddress {
  const address: Partial<Record<PostgresParameter, string>> = {};
  for (const [name, value] of given) {
    const known = parameters.find((parameter) => parameter === name);
    if (value === '' || ignored.has(name)) continue;
    if (known === undefined) return refuse(unsupported[name] ?? `no parameter ${name.slice(0, 40)}`);
    const rule = values[known];
    if (known !== 'password' && value.includes('\0')) return refuse(`no NUL in ${known}`);
    if ((known === 'host' || known === 'port') && value.includes(',')) return refuse(oneHost);
    if (rule !== undefined && !rule.form.test(value)) return refuse(rule.expected);
    address[known] = value;
  }
  const port = Number(address.port ?? 1);
  return port >= 1 && port <= 65_535 ? address : refuse('a port of 1 to 65535');
}

function refuse(expected: string): never {
  throw new AddressProblem(expected);
}
