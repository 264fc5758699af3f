/** The load that one process sends. */
export type Load = {
  /** The connections are spread over these addresses. */
  readonly urls: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** Sent in turn. Each connection has its own share. */
  readonly bodies: readonly string[];
  /** A text that every answer must contain, because a fast but wrong answer must not count. */
  readonly expected: string;
  readonly connections: number;
  readonly seconds: number;
  /** Requests per second at even intervals. With null, each connection sends its next request after the answer. */
  readonly rate: number | null;
};

export type LoadResult = {
  readonly requestsPerSecond: number;
  /** In milliseconds. At a fixed rate it is counted from the time at which the request was due. */
  readonly latency: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
  };
  /** Answers with a status other than 200, or without the expected text. */
  readonly unexpected: number;
  /** The first unexpected answer, for the error message. */
  readonly firstUnexpected: string | null;
};
