/** An event of a stream of server-sent events. */
export type Sent = { readonly event: string; readonly data: string };

export type EventStream = {
  readonly status: number;
  readonly headers: Headers;
  /** Returns the next event that is no heartbeat; null at the end of the stream. */
  next(): Promise<Sent | null>;
  close(): void;
};

type Subscription = { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> };

/** Subscribes over HTTP, as a page or a program does. */
export async function subscribe(
  url: string,
  { bearer, accept = 'text/event-stream' }: { readonly bearer: string; readonly accept?: string },
  subscription: Subscription,
): Promise<EventStream> {
  const closing = new AbortController();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${bearer}` },
    body: JSON.stringify(subscription),
    signal: closing.signal,
  });
  const events = response.body === null ? null : eventsIn(response.body.pipeThrough(new TextDecoderStream()));
  return {
    status: response.status,
    headers: response.headers,
    next: async () => (await events?.next())?.value ?? null,
    close: () => closing.abort(),
  };
}

async function* eventsIn(texts: AsyncIterable<string>): AsyncGenerator<Sent, undefined, undefined> {
  let rest = '';
  for await (const text of texts) {
    const blocks = `${rest}${text}`.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = block.split('\n').map((line) => /^(\w+):? ?(.*)$/.exec(line));
      const textOf = (name: string) => fields.find((field) => field?.[1] === name)?.[2];
      const event = textOf('event');
      if (event !== undefined) yield { event, data: textOf('data') ?? '' };
    }
  }
  return undefined;
}
