/** What one process of load sends, and for how long. */
export type Load = {
  /** The connections are spread over them. */
  readonly urls: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** Sent in rotation; each connection has its own share of them. */
  readonly bodies: readonly string[];
  /** A text that every answer must contain: what is fast but wrong does not count. */
  readonly expected: string;
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second, spread evenly; null: each connection asks again when it has its answer. */
  readonly rate: number | null;
};

export type LoadResult = {
  readonly requestsPerSecond: number;
  /** In milliseconds; at a fixed rate from the moment that the request was due. */
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Answers with another status than 200, or without the expected text. */
  readonly unexpected: number;
  /** The first of those, for the error message. */
  readonly firstUnexpected: string | null;
};
