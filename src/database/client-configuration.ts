import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type pg from 'pg';
import { type PostgresAddress, parsePostgresAddress } from '../lib/postgres-address.ts';
import { StartError } from '../start-error.ts';
import { messageOf } from './server-problems.ts';

const defaultConnectTimeoutMs = 5_000;

/**
 * An address as the driver takes it. The driver's own parser is not used: it knows no `host=… dbname=…`, takes
 * any parameter without a word, and prints several lines of warning for `sslmode=require`.
 */
export function clientConfiguration(url: string): pg.ClientConfig {
  const address = addressOf(url);
  const seconds = Number(address.connect_timeout ?? 0);
  return {
    ...(address.host !== undefined && { host: address.host }),
    ...(address.port !== undefined && { port: Number(address.port) }),
    ...(address.user !== undefined && { user: address.user }),
    ...(address.password !== undefined && { password: address.password }),
    ...(address.dbname !== undefined && { database: address.dbname }),
    ...(address.options !== undefined && { options: address.options }),
    ...(address.sslmode !== undefined && { ssl: sslOptions(address) }),
    ...(address.sslnegotiation === 'direct' && { sslnegotiation: 'direct' as const }),
    ...(/^(prefer|require)$/.test(address.channel_binding ?? '') && { enableChannelBinding: true }),
    application_name: address.application_name ?? 'latchkey',
    // libpq's 0: no limit. A node that waits for ever is of no use to anybody.
    connectionTimeoutMillis: seconds > 0 ? seconds * 1000 : defaultConnectTimeoutMs,
    keepAlive: true,
  };
}

/** Whether the address itself names the schema, by `options=-c search_path=…`. Then it is the operator's choice. */
export function namesSearchPath(url: string): boolean {
  return /search_path\s*=/i.test(addressOf(url).options ?? '');
}

function addressOf(url: string): PostgresAddress {
  const parsed = parsePostgresAddress(url);
  if (!parsed.ok) throw new StartError(`The address of the database: expected ${parsed.expected}`);
  return parsed.address;
}

/**
 * The certificate is always checked, also with `prefer` and `require`, which for libpq only encrypt: an address
 * says so with `uselibpqcompat=true` or `sslmode=no-verify`.
 */
function sslOptions(address: PostgresAddress): false | ConnectionOptions {
  const { sslmode, sslrootcert, sslcert, sslkey, uselibpqcompat } = address;
  if (sslmode === 'disable') return false;
  const files: ConnectionOptions = {
    ...(sslrootcert !== undefined && sslrootcert !== 'system' && { ca: fileOf('sslrootcert', sslrootcert) }),
    ...(sslcert !== undefined && { cert: fileOf('sslcert', sslcert) }),
    ...(sslkey !== undefined && { key: fileOf('sslkey', sslkey) }),
  };
  if (sslmode === 'no-verify') return { ...files, rejectUnauthorized: false };
  if (uselibpqcompat !== 'true' || sslmode === 'verify-full') return files;
  // As libpq: with an authority its certificates are checked, for whichever name they are.
  return sslrootcert === undefined
    ? { ...files, rejectUnauthorized: false }
    : { ...files, checkServerIdentity: () => undefined };
}

function fileOf(parameter: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new StartError(
      `The address of the database: ${parameter} cannot be read (${messageOf(error)}); name a file in PEM format.`,
      { cause: error },
    );
  }
}
