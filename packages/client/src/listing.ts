export type Page<Item> = {
  readonly items: readonly Item[];
  /** Give it as `after` to go on from here; null: this was the last page. */
  readonly nextCursor: string | null;
};

export type PagingOptions = {
  /** How many come in one answer, at most 100 (default). */
  readonly pageSize?: number | undefined;
  /** Where to go on: the `nextCursor` of an earlier page. */
  readonly after?: string | undefined;
};

type Connection<Item> = {
  readonly edges: readonly { readonly node: Item }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
};

type FetchPage<Item> = (page: { first: number; after: string | null }) => Promise<Connection<Item>>;

const defaultPageSize = 100;

/** A list that is read page by page while it is gone through: `for await (const key of list)`. */
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

  /** Page by page, for whoever shows pages. */
  async *pages(): AsyncGenerator<Page<Item>, void, undefined> {
    const { pageSize: first = defaultPageSize, after: start = null } = this.#options;
    let after: string | null = start;
    do {
      const { edges, pageInfo } = await this.#fetchPage({ first, after });
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      yield { items: edges.map(({ node }) => node), nextCursor: after };
    } while (after !== null);
  }

  /** All of them at once, in memory. */
  async all(): Promise<Item[]> {
    const items: Item[] = [];
    for await (const item of this) items.push(item);
    return items;
  }
}
