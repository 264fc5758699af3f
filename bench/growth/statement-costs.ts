import pg, { type PoolClient } from 'pg';
import { z } from 'zod';
import type { Pool } from '../../src/database/pool.ts';

/** The total cost of the statements of one operation. */
export type Costs = { readonly statements: number; readonly buffers: number; readonly milliseconds: number };

export type Meter = {
  /** To be used in place of the pool. */
  readonly pool: Pool;
  /** Returns the cost of the statements that are sent during the work. */
  measure(work: () => Promise<unknown>): Promise<Costs>;
};

type Query = (text: string, values?: readonly unknown[]) => Promise<unknown>;
/** As the pool of Kysely sends a statement that it prepares. */
type Prepared = { readonly name: string; readonly text: string; readonly values: readonly unknown[] };

/**
 * Explains each statement of the pool with EXPLAIN (ANALYZE, BUFFERS) right before it is executed. A savepoint undoes
 * the writes of the explained statement. The statement is planned without its values, as PostgreSQL does from the
 * sixth execution of a prepared statement on.
 */
export function meterOf(pool: Pool): Meter {
  let sum: { statements: number; buffers: number; milliseconds: number } | null = null;

  function metered(client: PoolClient): PoolClient {
    const query: Query = client.query.bind(client);
    const explainAndQuery = async (statement: string | Prepared, given: readonly unknown[] = []) => {
      const { text, values } = typeof statement === 'string' ? { text: statement, values: given } : statement;
      if (sum !== null && /^\s*(select|with|insert|update|delete)\b/i.test(text)) {
        const cost = await explained(query, text, values);
        sum.statements += 1;
        sum.buffers += cost.buffers;
        sum.milliseconds += cost.milliseconds;
      }
      return query(text, values);
    };
    return replaced(client, 'query', explainAndQuery);
  }

  return {
    pool: replaced(pool, 'connect', async () => metered(await pool.connect())),
    measure: async (work) => {
      sum = { statements: 0, buffers: 0, milliseconds: 0 };
      try {
        await work();
        return sum;
      } finally {
        sum = null;
      }
    },
  };
}

/** Returns the same object with one function replaced. Some functions cannot be replaced in the object itself. */
function replaced<Whole extends object>(whole: Whole, name: keyof Whole, value: unknown): Whole {
  const empty: Whole = Object.create(whole);
  return new Proxy(empty, {
    get: (_target, property) => {
      if (property === name) return value;
      const found: unknown = Reflect.get(whole, property);
      return typeof found === 'function' ? found.bind(whole) : found;
    },
  });
}

const plans = z.tuple([
  z.object({
    'QUERY PLAN': z.tuple([
      z.object({
        'Execution Time': z.number(),
        Plan: z.object({ 'Shared Hit Blocks': z.number(), 'Shared Read Blocks': z.number() }),
      }),
    ]),
  }),
]);

/** The savepoint belongs to the present transaction, or to a new one. */
async function explained(query: Query, text: string, values: readonly unknown[]) {
  const [{ open }] = z
    .object({ rows: z.tuple([z.object({ open: z.boolean() })]) })
    .parse(await query(`select now() <> statement_timestamp() as open`)).rows;
  await query(open ? 'savepoint explained' : 'begin');
  await query('set local plan_cache_mode = force_generic_plan');
  await query(`prepare explained as ${text}`);
  const given = values.length === 0 ? '' : `(${values.map(literal).join(', ')})`;
  const { rows } = z
    .object({ rows: plans })
    .parse(await query(`explain (analyze, buffers, format json) execute explained${given}`));
  await query('deallocate explained');
  await query(open ? 'rollback to savepoint explained' : 'rollback');
  const [{ Plan: plan, 'Execution Time': milliseconds }] = rows[0]['QUERY PLAN'];
  return { buffers: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], milliseconds };
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return pg.escapeLiteral(textOf(value));
}

function textOf(value: unknown): string {
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map(elementOf).join(',')}}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function elementOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return `"${textOf(value).replaceAll(/["\\]/g, '\\$&')}"`;
}
