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
  '53300': 'raise max_connections; a node takes 18, and two more while it starts',
  '25006': 'Latchkey needs one that takes writes: the primary',
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

/** Returns the line for the operator about an error while connecting to, checking or using a database. */
export function databaseProblem(error: unknown): StartError {
  if (error instanceof StartError) return error;
  const remedy = remedyOf(error);
  const message = `${oneLine(error)}${remedy === undefined ? '' : `; ${remedy}`}`;
  const begin = isConnecting(error) ? 'Cannot connect to the database' : 'The database refuses';
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

/** Errors before a session exists: class 28 (the role), class 3D (the database), and all errors without a code. */
function isConnecting(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return true;
  return /^(?:08|28|3D|53|57)/.test(error.code ?? '08');
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
