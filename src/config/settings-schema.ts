import { isIP } from 'node:net';
import { z } from 'zod';
import { parseAddressRange } from '../lib/address-ranges.ts';
import { isEmailAddress } from '../lib/email.ts';
import { addressForm, parsePostgresAddress } from '../lib/postgres-address.ts';
import { lineOfText } from '../lib/text.ts';

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/**
 * Every message completes the sentence "expected …". settings.ts puts the variable before it. It also puts the
 * found value after it, unless that may contain a secret.
 */

const portExpected = 'a port of 0 to 65535';
const port = z
  .string()
  .regex(/^\d{1,5}$/, portExpected)
  .transform(Number)
  .refine((value) => value <= 65_535, portExpected);

const hostExpected = 'a host name or address to listen on, such as 127.0.0.1 or ::';
const host = z
  .string()
  .regex(/^[\w.:-]+$/, hostExpected)
  .refine(isHost, hostExpected);

const publicUrlExpected = 'an address without a path, such as https://keys.example.com';
export const publicUrl = z
  .string(publicUrlExpected)
  .refine(isOrigin, publicUrlExpected)
  .transform((text) => new URL(text).origin);

export const databaseUrl = z.string(addressForm).superRefine((text, context) => {
  const parsed = parsePostgresAddress(text);
  if (!parsed.ok) context.addIssue(parsed.expected);
});

const smtpUrl = z
  .string()
  .refine(
    (text) => hasProtocol(text, ['smtp:', 'smtps:']),
    'an address such as smtp://user:password@host:587',
  );

const path = z.string().refine((text) => !text.includes('\0'), 'a path');

const secretExpected = 'at least 32 characters, such as the output of "openssl rand -base64 32"';
export const secret = z.string(secretExpected).min(32, secretExpected);

const ownerEmail = z.string().refine(isEmailAddress, 'an email address');

const organizationExpected = 'a name of 1 to 200 characters without line breaks';
const organization = z
  .string()
  .refine((text) => lineOfText(200).safeParse(text).success, organizationExpected)
  .transform((text) => lineOfText(200).parse(text));

const serviceToken = z
  .string()
  .regex(/^[\x21-\x7e]{16,512}$/, '16 to 512 characters of printable ASCII without spaces')
  .refine(
    (text) => !looksLikeAnotherCredential(text),
    'a text that does not look like a key (sk_live_…), a session (session_…) or a JWT (eyJ…), because credentials are recognized by their form',
  );

const sender = z.string().refine(isSender, 'an email address, or a name with one: Acme <keys@example.com>');

const proxyNames = ['loopback', 'linklocal', 'uniquelocal'];
const trustProxyExpected = `the number of proxies (0 to 99) or a list of their addresses, such as "10.0.0.0/8, ${proxyNames[0]}"`;
const trustProxy = z.string().transform((text, context): false | number | string[] => {
  if (/^\d{1,2}$/.test(text)) return Number(text) || false;
  const ranges = text.split(',').map((entry) => proxyRange(entry.trim()));
  const known = ranges.filter((range) => range !== null);
  if (known.length === ranges.length) return known;
  context.addIssue(trustProxyExpected);
  return z.NEVER;
});

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export const modes = ['development', 'production', 'test'] as const;

/** The parts that a process serves: verification, which products wait for, or everything else. */
export const planes = ['verification', 'management'] as const;
export type Plane = (typeof planes)[number];

const servesExpected = `one or both of ${planes.join(', ')}, with a comma between`;
const serves = z.string().transform((text, context): ReadonlySet<Plane> => {
  const names = text.split(',').map((name) => planes.find((plane) => plane === name.trim()));
  const known = names.filter((name) => name !== undefined);
  if (known.length === names.length) return new Set(known);
  context.addIssue(servesExpected);
  return z.NEVER;
});

/** The variables that the README lists, with their defaults. Empty variables were removed before. */
export const settingsSchema = z.object({
  NODE_ENV: z.enum(modes, `one of ${modes.join(', ')}`).default('development'),
  LOG_LEVEL: z.enum(logLevels, `one of ${logLevels.join(', ')}`).default('info'),
  PORT: port.default(4000),
  HOST: host.default('127.0.0.1'),
  DATABASE_URL: databaseUrl.optional(),
  LATCHKEY_DATA_DIR: path.default('.latchkey'),
  LATCHKEY_CONFIG: path.optional(),
  LATCHKEY_PUBLIC_URL: publicUrl.optional(),
  LATCHKEY_SERVES: serves.default(new Set(planes)),
  LATCHKEY_TRUST_PROXY: trustProxy.default(false),
  LATCHKEY_SECRET: secret.optional(),
  LATCHKEY_OWNER_EMAIL: ownerEmail.optional(),
  // Sign-in has the rule for passwords, for everybody.
  LATCHKEY_OWNER_PASSWORD: z.string().optional(),
  LATCHKEY_ORGANIZATION: organization.optional(),
  LATCHKEY_SERVICE_TOKEN: serviceToken.optional(),
  SMTP_URL: smtpUrl.optional(),
  EMAIL_FROM: sender.optional(),
});

export type ParsedVariables = z.output<typeof settingsSchema>;

/** Variables whose value is, or may contain, a secret. No message shows their value. */
export const confidentialVariables: ReadonlySet<string> = new Set<keyof ParsedVariables>([
  'DATABASE_URL',
  'LATCHKEY_PUBLIC_URL',
  'LATCHKEY_SECRET',
  'LATCHKEY_OWNER_PASSWORD',
  'LATCHKEY_SERVICE_TOKEN',
  'SMTP_URL',
]);

function hasProtocol(text: string, protocols: readonly string[]): boolean {
  const url = URL.parse(text);
  return url !== null && protocols.includes(url.protocol) && url.hostname !== '';
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && hasProtocol(text, ['http:', 'https:']) && url.href === `${url.origin}/`;
}

function looksLikeAnotherCredential(text: string): boolean {
  return /^[a-z][a-z0-9]*_(test|live)_|^ses(sion)?_|^eyJ[^.]*\.[^.]*\./.test(text);
}

/**
 * Checks for one address, alone or in brackets after a name. In the name, signs that would make a list, a group or a
 * comment are allowed only in quotes (RFC 5322, section 3.4).
 */
function isSender(text: string): boolean {
  const inBrackets = /^(?:"(?:[^"\\\p{Cc}]|\\[^\p{Cc}])*"|[^()<>[\]:;@\\,"\p{Cc}]*)\s*<([^<>]+)>$/u.exec(
    text,
  )?.[1];
  return isEmailAddress(inBrackets ?? text);
}

function proxyRange(entry: string): string | null {
  if (proxyNames.includes(entry)) return entry;
  const parsed = parseAddressRange(entry);
  return parsed.ok ? parsed.range : null;
}

/** A text in the form of an address must be a valid address: `999.1.1.1` is not a host name either. */
function isHost(text: string): boolean {
  return isIP(text) === 6 || URL.canParse(`http://${text}`);
}
