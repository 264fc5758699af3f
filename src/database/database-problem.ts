import pg from 'pg';
import { StartError } from '../start-error.ts';
import { isConnectionFailure } from './connection-failure.ts';
import { codeOf, messageOf } from './server-problems.ts';

const needsRights =
  'Latchkey’s role needs every right on its own tables: make it their owner, or GRANT ALL ON ALL TABLES IN SCHEMA … TO the role';

/** PostgreSQL's codes of problems that an operator can solve, with the remedy. */
const remedies: Readonly<Record<string, string>> = {
  '28000': 'check the role, and what pg_hba.conf allows',
  '28P01': 'check the role and its password',
  '3D000': 'make it with CREATE DATABASE, or correct DATABASE_URL',
  '42501': needsRights,
  '53300': 'raise max_connections; a node takes 20, and three while it migrates',
  '25006': 'Latchkey needs one that takes writes: the primary',
};

/**
 * Problems that have another remedy before the first statement: a missing right to connect, and limits of the role or
 * the database that end a session before Latchkey has lifted them.
 */
const connectRemedies: Readonly<Record<string, string>> = {
  '57014': 'its statement_timeout is too short to begin with; ALTER ROLE … SET statement_timeout = 0',
  '42501': 'GRANT CONNECT ON DATABASE … TO the role of DATABASE_URL',
  '57P05': 'its idle_session_timeout is too short to begin with; ALTER ROLE … SET idle_session_timeout = 0',
};

const nameRemedy =
  'give a host name that the certificate is for; uselibpqcompat=true with sslmode=verify-ca takes any';
const certificateRemedy =
  'name its authority by sslrootcert=<file> in DATABASE_URL or by NODE_EXTRA_CA_CERTS; uselibpqcompat=true with sslmode=require encrypts without checking it';

const remediesByMessage: readonly (readonly [RegExp, string])[] = [
  [/server does not support SSL/, 'set sslmode=disable where the network is safe'],
  [/password must be a (?:non-empty )?string/, 'give the password in DATABASE_URL or by PGPASSWORD'],
  [
    /transaction blocks not allowed|in statement pooling mode/,
    'its pooler is in statement mode; Latchkey needs session or transaction mode',
  ],
  [
    /unsupported startup parameter/,
    'the pooler refuses a parameter of DATABASE_URL; remove it, or list it in ignore_startup_parameters',
  ],
];

/** Returns the line for the operator about an error of the database (`isDatabaseError`). */
export function databaseProblem(error: unknown): StartError {
  if (error instanceof StartError) return error;
  return problemWith(beginOf(error), error, remedyOf(error));
}

/** Returns the line for the operator about any error before the first statement. */
export function connectProblem(error: unknown): StartError {
  if (error instanceof StartError) return error;
  const remedy = connectRemedies[String(codeOf(error))] ?? remedyOf(error);
  const begin = error instanceof pg.DatabaseError ? beginOf(error) : 'Cannot connect to the database';
  return problemWith(begin, error, remedy);
}

function problemWith(begin: string, error: unknown, remedy: string | undefined): StartError {
  const message = `${oneLine(error)}${remedy === undefined ? '' : `; ${remedy}`}`;
  return new StartError(`${begin}: ${message}`, { cause: error });
}

/** Checks whether the database or the connection failed. Otherwise Latchkey itself has a fault. */
export function isDatabaseError(error: unknown): boolean {
  return error instanceof pg.DatabaseError || isConnectionFailure(error) || isCertificateError(error);
}

function remedyOf(error: unknown): string | undefined {
  const code = codeOf(error);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return nameRemedy;
  if (isCertificateError(error)) return certificateRemedy;
  const known = typeof code === 'string' ? remedies[code] : undefined;
  return known ?? remediesByMessage.find(([pattern]) => pattern.test(messageOf(error)))?.[1];
}

const brokenMessages = /^Connection terminated|^Client has encountered a connection error/;
const brokenCodes: readonly unknown[] = ['ECONNRESET', 'EPIPE'];

function beginOf(error: unknown): string {
  if (!(error instanceof pg.DatabaseError)) {
    const isBroken = brokenCodes.includes(codeOf(error)) || brokenMessages.test(messageOf(error));
    return isBroken ? 'The connection to the database broke' : 'Cannot connect to the database';
  }
  const code = error.code ?? '';
  // 57P01 and 57P02: the server ends, or another session was ended with it. 57P03: it starts.
  if (/^(?:57P0[12]|57P05)$/.test(code)) return 'The database ended the connection';
  // Before a session exists: class 28 is the role, class 3D the database.
  return /^(?:08|28|3D|53[^1]|57P03)/.test(code) ? 'Cannot connect to the database' : 'The database refuses';
}

const certificateCodes =
  /^(?:SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_|CERT_|ERR_TLS_CERT_ALTNAME_INVALID)/;

function isCertificateError(error: unknown): boolean {
  const code = codeOf(error);
  return typeof code === 'string' && certificateCodes.test(code);
}

/** Node gives no message if it tried several addresses of a host. */
function oneLine(error: unknown): string {
  const causes = error instanceof AggregateError ? error.errors : [error];
  const text = [...new Set(causes.map(messageOf))].filter(Boolean).join(', ');
  return text.replaceAll(/\s*\n\s*/g, ' ') || 'connection refused';
}
