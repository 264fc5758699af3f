import { createHash } from 'node:crypto';
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';
import type { Pool } from './pool.ts';

/** Resolves when a connection may be taken, with a function that gives the place back. */
export type TakeTurn = () => Promise<() => void>;

const atOnce: TakeTurn = async () => () => {};

/** The pool in the form of Kysely. Reads with values are prepared. */
export function preparingPool(pool: Pool, takeTurn = atOnce): PostgresPool {
  return {
    connect: async () => {
      const giveBack = await takeTurn();
      try {
        return new PreparingConnection(await pool.connect(), giveBack);
      } catch (error) {
        giveBack();
        throw error;
      }
    },
    // The creator of the pool ends it.
    end: async () => {},
    options: pool.options,
  };
}

/**
 * A connection that prepares reads with values, by their text, so that PostgreSQL parses and plans a repeated one only
 * once. It does not prepare statements with a `*` for columns: PostgreSQL refuses to run one again after a migration
 * added a column, and nodes of the former version still run while a new one starts.
 */
class PreparingConnection implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  readonly #giveBack: () => void;

  constructor(client: pg.PoolClient, giveBack: () => void) {
    this.#client = client;
    this.#giveBack = giveBack;
  }

  query<Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query(text: string | PostgresCursor<unknown>, values: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new TypeError('Rows are not read by cursors');
    const name = values.length > 0 ? nameOf(text) : undefined;
    if (name === undefined) return this.#client.query(text, [...values]);
    return this.#client.query({ name, text, values: [...values] });
  }

  release(destroy?: boolean): void {
    this.#client.release(destroy);
    this.#giveBack();
  }
}

/** A connection keeps prepared statements until it ends, so their number is limited. */
const maxStatements = 100;

const names = new Map<string, string>();
/** Only statements that are sent again are prepared. The set is cleared when it is full. */
const seen = new Set<string>();
const maxSeen = 1000;

/** Undefined: do not prepare it. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= maxStatements || !/^\s*(select|with)\s/.test(text) || hasColumnStar(text))
    return undefined;
  if (!isSeenAgain(text)) return undefined;
  // The name follows from the text, because a pooler may give the connection to another process.
  const name = `read-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  names.set(text, name);
  return name;
}

/** `count(*)` has an opening bracket before its star, and a product has an operand. */
function hasColumnStar(text: string): boolean {
  return /(?:[.,]|\b(?:select|distinct|all|returning)|\bon\s*\([^()]*\))\s*\*/i.test(text);
}

function isSeenAgain(text: string): boolean {
  if (seen.delete(text)) return true;
  if (seen.size >= maxSeen) seen.clear();
  seen.add(text);
  return false;
}
