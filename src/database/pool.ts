import pg from 'pg';
import { clientConfiguration } from './client-configuration.ts';
import { openSession } from './open-session.ts';
import { PreparingClient } from './preparing-client.ts';

export type Pool = pg.Pool;

/** What the pool needs of the process's logger (pino's shape). */
export type PoolLogger = { error(details: object, message: string): void };

export type PoolOptions = {
  url: string;
  max: number;
  logger?: PoolLogger;
  /** 0: none. */
  statementTimeoutMs?: number;
  /** Plans a prepared statement once, whatever its values. */
  planOnce?: boolean;
};

/** Far more than any statement of a request takes. */
const defaultStatementTimeoutMs = 5_000;

/** A pool of connections whose values arrive as the generated database types say. */
export function createPool(options: PoolOptions): Pool {
  const { url, max, logger, statementTimeoutMs = defaultStatementTimeoutMs, planOnce = false } = options;
  const pool = new pg.Pool({
    ...clientConfiguration(url),
    max,
    Client: PreparingClient,
    types: { getTypeParser: parserOf },
    onConnect: (client) => openSession(client, url, { statementTimeoutMs, planOnce }),
  });
  // A connection that breaks emits an error, idle or in use, and without a listener that would end
  // the process. The pool replaces the connection, and the query under way fails by itself.
  // (Not the error itself into the log: pg hangs the whole connection on it.)
  const report = (error: Error): void => {
    // What the pool is about to close anyway, the embedded server may close first.
    if (!pool.ending) logger?.error({ reason: error.message }, 'a database connection broke');
  };
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

// The pool reports the same error, once.
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
  // A calendar date has no instant; pg would make it midnight of the server's time zone.
  [builtins.DATE, (text) => text],
  [arrayOf.date, parseTexts],
]);

function parserOf(oid: number, format?: 'text' | 'binary') {
  const own = format === 'binary' ? undefined : parsers.get(oid);
  return own ?? pg.types.getTypeParser(oid, format);
}

// Counts and limits stay far below 2^53; rounding silently would be worse than failing.
function safeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`the number ${text} is too large`);
  return value;
}
