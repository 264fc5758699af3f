import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type pg from 'pg';
import { type PostgresAddress, parsePostgresAddress } from '../lib/postgres-address.ts';
import { StartError } from '../start-error.ts';
import { messageOf } from './server-problems.ts';

const defaultConnectTimeoutMs = 5_000;

/**
 * Turns an address into the driver's configuration. The driver's own parser does not support `host=… dbname=…`, accepts
 * any parameter silently, and prints several lines of warning for `sslmode=require`.
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
    // libpq's 0 means no limit. A node that waits for ever is useless.
    connectionTimeoutMillis: seconds > 0 ? seconds * 1000 : defaultConnectTimeoutMs,
    keepAlive: true,
  };
}

/** Checks whether the address itself names the schema, by `options=-c search_path=…`. The operator then chose it. */
export function namesSearchPath(url: string): boolean {
  return /search_path\s*=/i.test(addressOf(url).options ?? '');
}

function addressOf(url: string): PostgresAddress {
  const parsed = parsePostgresAddress(url);
  if (!parsed.ok) throw new StartError(`The address of the database: expected ${parsed.expected}`);
  return parsed.address;
}

/**
 * The certificate is always checked, also with `prefer` and `require`, with which libpq only encrypts. An address can
 * turn the check off with `uselibpqcompat=true` or `sslmode=no-verify`.
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
  // As in libpq: with a root certificate the server's certificate is checked, for any host name.
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
