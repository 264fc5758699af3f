import { createServer, type IncomingMessage } from 'node:http';
import { close, listen } from './network.ts';

type Handler = (request: Request) => Response | Promise<Response>;

/** Serves a handler from Request to Response over HTTP, as edge platforms do. */
export async function startFetchServer(handler: Handler): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (incoming, outgoing) => {
    const response = await handler(requestOf(incoming));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  const url = await listen(server);
  return { url, close: () => close(server) };
}

/** The tests of the SDK send no bodies here. */
function requestOf({ headers, method = 'GET', url = '/' }: IncomingMessage): Request {
  const entries = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Request(new URL(url, `http://${headers.host}`), { method, headers: entries });
}
