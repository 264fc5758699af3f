import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';

type Answering = (incoming: IncomingMessage, response: ServerResponse) => void;

/** Replaces the network between a client and Latchkey, and can fail in every way that a network can. */
export type Network = {
  readonly url: string;
  /** The paths of all requests so far, in order. */
  readonly paths: string[];
  /** Answers the next `times` requests instead of Latchkey. `Infinity`: until `heal`. */
  answerWith(answering: Answering, times?: number): void;
  heal(): void;
  close(): Promise<void>;
};

/**
 * Forwards to `target`. Without a target it answers 404 unless `answerWith` was called. `keepAliveMs`: ends
 * connections after this idle time, without announcing it to the client.
 */
export async function startNetwork(
  target?: string,
  { keepAliveMs }: { readonly keepAliveMs?: number } = {},
): Promise<Network> {
  const paths: string[] = [];
  let failing: { answering: Answering; left: number } | null = null;
  const server = createServer((incoming, response) => {
    paths.push(incoming.url ?? '');
    if (failing !== null && failing.left > 0) {
      failing.left -= 1;
      failing.answering(incoming, response);
    } else if (target === undefined) {
      response.writeHead(404).end();
    } else {
      forward(target, incoming, response);
    }
  });
  if (keepAliveMs !== undefined) endIdleConnections(server, keepAliveMs);
  const url = await listen(server);
  return {
    url,
    paths,
    answerWith: (answering, times = 1) => {
      failing = { answering, left: times };
    },
    heal: () => {
      failing = null;
    },
    close: () => close(server),
  };
}

/** Answers with this status, body and headers. */
export function status(
  code: number,
  body: object | string = {},
  headers: Record<string, string> = {},
): Answering {
  return (incoming, response) => {
    incoming.resume();
    const [type, text] =
      typeof body === 'string' ? ['text/html', body] : ['application/json', JSON.stringify(body)];
    response.writeHead(code, { 'content-type': type, ...headers }).end(text);
  };
}

/** Never answers. */
export const silence: Answering = (incoming) => void incoming.resume();

/** Ends the connection without an answer. */
export const hangUp: Answering = (incoming) => void incoming.destroy();

export async function listen(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return `http://127.0.0.1:${address.port}`;
}

export async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

function endIdleConnections(server: Server, keepAliveMs: number): void {
  // Node itself would announce the time to the client in a Keep-Alive header, and wait a second longer.
  server.on('request', (_incoming: IncomingMessage, response: ServerResponse) => {
    const { socket } = response;
    socket?.setTimeout(0);
    response.on('finish', () => socket?.setTimeout(keepAliveMs));
  });
  server.on('timeout', (socket) => socket.destroy());
}

function forward(target: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url = '/' } = incoming;
  const onward = request(new URL(url, target), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  incoming.pipe(onward);
}
