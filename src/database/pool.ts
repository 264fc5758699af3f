import pg from 'pg';
import { clientConfiguration } from './client-configuration.ts';
import { openSession } from './open-session.ts';

export type Pool = pg.Pool;

/** The part of the process's logger that the pool needs, in pino's form. */
export type PoolLogger = { error(details: object, message: string): void };

export type PoolOptions = {
  url: string;
  max: number;
  logger?: PoolLogger;
  /** 0: none. */
  statementTimeoutMs?: number;
};

/** Much longer than any statement of a request takes. */
const defaultStatementTimeoutMs = 5_000;

/** Makes a pool whose connections return values as the generated database types say. */
export function createPool(options: PoolOptions): Pool {
  const { url, max, logger, statementTimeoutMs = defaultStatementTimeoutMs } = options;
  const pool = new pg.Pool({
    ...clientConfiguration(url),
    max,
    types: { getTypeParser: parserOf },
    onConnect: (client) => openSession(client, url, { statementTimeoutMs }),
  });
  // A broken connection emits an error, idle or in use. Without a listener the error would end the process. The pool
  // replaces the connection, and the running query fails by itself. Only the message is logged, because pg attaches the
  // whole connection to the error.
  const report = (error: Error): void => {
    // While the pool ends, the embedded server may close connections first. That is no error.
    if (!pool.ending) logger?.error({ reason: error.message }, 'a database connection broke');
  };
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

// The pool also reports this error, so it is logged only once.
function ignore(): void {}

type TextParser = (text: string) => unknown;

const { builtins } = pg.types;
const arrayOf = { int8: 1016, cidr: 651, inet: 1041, text: 1009, date: 1182 };
const parseTexts: (text: string) => string[] = pg.types.getTypeParser(arrayOf.text);

const parsers = new Map<number, TextParser>([
  [builtins.INT8, safeNumber],
  [arrayOf.int8, (text) => parseTexts(text).map((item) => (item === null ? null : safeNumber(item)))],
  [arrayOf.cidr, parseTexts],
  [arrayOf.inet, parseTexts],
  // A date has no time. pg would turn it into midnight of the server's time zone.
  [builtins.DATE, (text) => text],
  [arrayOf.date, parseTexts],
]);

function parserOf(oid: number, format?: 'text' | 'binary') {
  const own = format === 'binary' ? undefined : parsers.get(oid);
  return own ?? pg.types.getTypeParser(oid, format);
}

// Counts and limits are far below 2^53. An error is better than a rounded number.
function safeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`the number ${text} is too large`);
  return value;
}
