import { createHash } from 'node:crypto';
import pg from 'pg';

/** A connection keeps prepared statements until it ends, so their number is limited. */
const maxStatements = 100;

const names = new Map<string, string>();
/** Only statements that are sent again are prepared. The set is cleared when it is full. */
const seen = new Set<string>();
const maxSeen = 1000;

/**
 * A connection that prepares reads with values, by their text, so that PostgreSQL parses and plans a repeated one only
 * once. It does not prepare statements with a `*` for columns: PostgreSQL refuses to run one again after a migration
 * added a column, and nodes of the former version still run while a new one starts.
 */
export class PreparingClient extends pg.Client {
  constructor(configuration?: string | pg.ClientConfig) {
    super(configuration);
    const { query } = this;
    const prepare = (text: unknown, values: unknown, ...rest: unknown[]): unknown => {
      const name = Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
      return Reflect.apply(
        query,
        this,
        name === undefined ? [text, values, ...rest] : [{ name, text, values }, ...rest],
      );
    };
    // `query` has more overloads than a subclass can repeat.
    Object.defineProperty(this, 'query', { value: prepare });
  }
}

/** Undefined: do not prepare it. */
function nameOf(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
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
