import { badInput, type InputProblem } from '../errors.ts';
import { decodeCursor, encodeCursor } from '../lib/cursors.ts';
import type { KeysetPage } from '../lib/keyset-page.ts';

type ConnectionArguments = {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
};

export const defaultPageSize = 20;
export const maxPageSize = 100;

/**
 * Makes a Relay connection of rows that are ordered by their UUIDv7 id, newest first. A cursor names a place, not a
 * number of rows, so rows that are inserted later neither move nor repeat the others.
 */
export async function keysetConnection<Row extends { id: string }>(
  args: ConnectionArguments,
  load: (page: KeysetPage) => Promise<Row[]>,
) {
  const { after, before, size, inverted } = checkedArguments(args);
  // Reads one row more than requested, to know whether there is another page.
  const rows = await load({ after, before, limit: size + 1, inverted });
  const page = inverted ? rows.slice(0, size).reverse() : rows.slice(0, size);
  const edges = page.map((node) => ({
    node,
    get cursor() {
      return encodeCursor(node.id);
    },
  }));
  const more = rows.length > size;
  return {
    edges,
    pageInfo: {
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasPreviousPage: inverted ? more : after !== null,
      hasNextPage: inverted ? before !== null : more,
    },
  };
}

function checkedArguments({ first, after, last, before }: ConnectionArguments) {
  const problems: InputProblem[] = [...sizeProblems('first', first), ...sizeProblems('last', last)];
  if (first != null && last != null) {
    problems.push({ field: 'last', problem: 'cannot be given together with first' });
  }
  const cursors = {
    after: decodeOptional('after', after, problems),
    before: decodeOptional('before', before, problems),
  };
  if (problems.length > 0) throw badInput(problems);
  return { ...cursors, size: first ?? last ?? defaultPageSize, inverted: last != null };
}

function sizeProblems(field: string, size: number | null | undefined): InputProblem[] {
  if (size == null || (size >= 0 && size <= maxPageSize)) return [];
  return [{ field, problem: `expected a number from 0 to ${maxPageSize}, got ${size}` }];
}

function decodeOptional(field: string, cursor: string | null | undefined, problems: InputProblem[]) {
  if (cursor == null) return null;
  const id = decodeCursor(cursor);
  if (id === null) {
    problems.push({ field, problem: 'expected a cursor of an earlier page, such as pageInfo.endCursor' });
  }
  return id;
}
