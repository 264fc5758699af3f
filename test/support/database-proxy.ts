import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Replaces the network between a node and its database, and can fail. */
export type DatabaseProxy = {
  /** The database's address through the proxy. */
  readonly url: string;
  /** Keeps all connections, also new ones, but transports nothing. */
  freeze(): void;
  thaw(): void;
  /** Ends all connections. */
  cut(): void;
  /** Ends all connections at the node's message of this number, counted from now, and every later connection. */
  failAt(message: number): void;
  /** Transports the next answer to a COMMIT, and then nothing more: no statement reaches the database. */
  failAfterCommit(): void;
  /** Ends the effect of `failAfterCommit`, and returns whether there was a commit. */
  recover(): boolean;
  close(): Promise<void>;
};

export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let frozen = false;
  let messagesLeft = Number.POSITIVE_INFINITY;
  let commit: 'ignored' | 'awaited' | 'seen' = 'ignored';
  const server = createServer((near) => {
    if (commit === 'seen' || messagesLeft <= 0) {
      near.destroy();
      return;
    }
    const far = connect({ host: hostname, port: Number(port) });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
      if (frozen) socket.pause();
    }
    near.on('data', () => {
      messagesLeft -= 1;
      if (messagesLeft <= 0) cut();
    });
    far.on('data', (data) => {
      if (commit !== 'awaited' || !data.includes('COMMIT\0')) return;
      commit = 'seen';
      for (const socket of sockets) socket.unpipe();
      // The pipe has already written the answer to this socket, so it is sent before the end.
      near.end();
      for (const socket of sockets) if (socket !== near) socket.destroy();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port');
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${address.port}`;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    freeze: () => {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw: () => {
      frozen = false;
      for (const socket of sockets) socket.resume();
    },
    cut,
    failAt: (message) => {
      messagesLeft = message;
    },
    failAfterCommit: () => {
      commit = 'awaited';
    },
    recover: () => {
      const seen = commit === 'seen';
      commit = 'ignored';
      cut();
      return seen;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}
