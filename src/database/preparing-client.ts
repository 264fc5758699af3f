import { createHash } from 'node:crypto';
import pg from 'pg';

/** Each connection keeps a prepared statement until it ends, so their number is bounded. */
const maxStatements = 100;

const names = new Map<string, string>();
/** Only what is sent again is worth a name. Forgotten when there are too many, which are not sent again. */
const seen = new Set<string>();
const maxSeen = 1000;

/**
 * A connection that prepares the reads it is given with values, by their text: PostgreSQL parses and
 * plans one that is sent again only once. Not one with a `*`: PostgreSQL refuses to run it again
 * after a migration has added a column, and nodes of the former version go on while a new one starts.
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

/** Undefined: not to be prepared. */
function nameOf(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= maxStatements || !/^\s*(select|with)\s/.test(text) || text.includes('*'))
    return undefined;
  if (!isSeenAgain(text)) return undefined;
  // It follows from the text, since a pooler may hand the connection on to another process.
  const name = `read-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  names.set(text, name);
  return name;
}

function isSeenAgain(text: string): boolean {
  if (seen.delete(text)) return true;
  if (seen.size >= maxSeen) seen.clear();
  seen.add(text);
  return false;
}
