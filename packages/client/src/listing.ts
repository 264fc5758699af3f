export type Page<Item> = {
  readonly items: readonly Item[];
  /** Pass it as `after` to continue here. Null: this was the last page. */
  readonly nextCursor: string | null;
};

export type PagingOptions = {
  /** The number of entries in one answer, at most 100 (default). */
  readonly pageSize?: number | undefined;
  /** The `nextCursor` of an earlier page, to continue after it. */
  readonly after?: string | undefined;
};

type Connection<Item> = {
  readonly edges: readonly { readonly node: Item }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
};

type FetchPage<Item> = (page: { first: number; after: string | null }) => Promise<Connection<Item>>;

const defaultPageSize = 100;

/** A list whose pages are read during iteration: `for await (const key of list)`. */
export class Listing<Item> implements AsyncIterable<Item> {
  readonly #fetchPage: FetchPage<Item>;
  readonly #options: PagingOptions;

  constructor(fetchPage: FetchPage<Item>, options: PagingOptions) {
    this.#fetchPage = fetchPage;
    this.#options = options;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const { items } of this.pages()) yield* items;
  }

  /** Iterates over pages, for programs that show pages. */
  async *pages(): AsyncGenerator<Page<Item>, void, undefined> {
    const { pageSize: first = defaultPageSize, after: start = null } = this.#options;
    let after: string | null = start;
    do {
      const { edges, pageInfo } = await this.#fetchPage({ first, after });
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      yield { items: edges.map(({ node }) => node), nextCursor: after };
    } while (after !== null);
  }

  /** Reads all entries into memory. */
  async all(): Promise<Item[]> {
    const items: Item[] = [];
    for await (const item of this) items.push(item);
    return items;
  }
}
