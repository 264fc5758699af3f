import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import pg from 'pg';

export type Pooler = {
  /** The database's address through the pooler. */
  readonly url: string;
  close(): Promise<void>;
};

type PoolerOptions = {
  /**
   * PgBouncer's max_prepared_statements above 0: the pooler prepares a statement in each session before it is used
   * there.
   */
  readonly preparedStatements: boolean;
};

type Session = { readonly socket: Duplex; readonly client: pg.Client; readonly prepared: Set<string> };

const sessionCount = 4;

/**
 * A pooler in transaction mode: each transaction of a client goes to another session of the database than the one
 * before. It implements the part of PostgreSQL's protocol that this needs (the manual's chapter "Message Formats").
 */
export async function startPooler(databaseUrl: string, options: PoolerOptions): Promise<Pooler> {
  const sessions = await Promise.all(Array.from({ length: sessionCount }, () => openSession(databaseUrl)));
  const idle = [...sessions];
  const waiting: ((session: Session) => void)[] = [];
  const acquire = async () => idle.shift() ?? new Promise<Session>((resolve) => waiting.push(resolve));
  const release = (session: Session) => {
    const next = waiting.shift();
    if (next === undefined) idle.push(session);
    else next(session);
  };
  const clients = new Set<Socket>();
  const server = createServer((socket) => {
    clients.add(socket);
    socket.on('close', () => clients.delete(socket));
    socket.on('error', () => {});
    serveClient(socket, options, acquire, release);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The pooler has no port');
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${address.port}`;
  return {
    url: url.href,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of clients) socket.destroy();
      await closed;
      for (const { socket } of sessions) socket.destroy();
    },
  };
}

/** pg's client connects and authenticates. After that this file uses the socket. */
async function openSession(databaseUrl: string): Promise<Session> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => {});
  await client.connect();
  const connection: unknown = Reflect.get(client, 'connection');
  if (!(connection instanceof pg.Connection)) throw new Error('pg’s client has no connection');
  const socket = connection.stream;
  socket.removeAllListeners('data');
  socket.resume();
  return { socket, client, prepared: new Set() };
}

type Message = { readonly type: string; readonly bytes: Buffer };

/** Splits a stream into whole messages. The first message of a client has no type. */
function messageReader(hasStartup: boolean, handle: (message: Message) => void): (data: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let expectsStartup = hasStartup;
  return (data) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const head = expectsStartup ? 0 : 1;
      if (rest.length < head + 4) return;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) return;
      const bytes = rest.subarray(0, length);
      rest = rest.subarray(length);
      const type = expectsStartup ? 'startup' : String.fromCharCode(bytes[0] ?? 0);
      expectsStartup = false;
      handle({ type, bytes });
    }
  };
}

function serveClient(
  socket: Socket,
  { preparedStatements }: PoolerOptions,
  acquire: () => Promise<Session>,
  release: (session: Session) => void,
): void {
  const statements = new Map<string, Buffer>();
  let session: Session | null = null;
  let pending: Promise<void> = Promise.resolve();

  const attach = async (): Promise<Session> => {
    if (session !== null) return session;
    const taken = await acquire();
    session = taken;
    const read = messageReader(false, ({ type, bytes }) => {
      socket.write(bytes);
      // The session is ready for the next query, outside of a transaction.
      if (type !== 'Z' || bytes[5] !== 'I'.charCodeAt(0)) return;
      taken.socket.removeAllListeners('data');
      session = null;
      release(taken);
    });
    taken.socket.on('data', read);
    return taken;
  };
  const forward = async ({ type, bytes }: Message): Promise<void> => {
    if (type === 'X') return void socket.end();
    if (type === 'startup') return void socket.write(greeting);
    const taken = await attach();
    const name = statementName(type, bytes);
    if (preparedStatements && name !== null) {
      if (type === 'P') statements.set(name, bytes);
      const parse = statements.get(name);
      // pg ignores an answer to Close, and a further answer to Parse.
      if (type === 'P' && taken.prepared.has(name)) taken.socket.write(closeMessage(name));
      if (type === 'B' && !taken.prepared.has(name) && parse !== undefined) taken.socket.write(parse);
      taken.prepared.add(name);
    }
    taken.socket.write(bytes);
  };
  const read = messageReader(true, (message) => {
    pending = pending.then(() => forward(message));
  });
  socket.on('data', read);
  socket.on('close', () => {
    if (session !== null) session.socket.write(queryMessage('rollback'));
  });
}

/** AuthenticationOk, a cancellation key that belongs to no session, and ReadyForQuery. */
const greeting = Buffer.concat([
  message('R', int32(0)),
  message('K', Buffer.concat([int32(1), int32(1)])),
  message('Z', Buffer.from('I')),
]);

/**
 * Returns the name of the statement that Parse makes or Bind runs, or null for unnamed statements and other messages.
 */
function statementName(type: string, bytes: Buffer): string | null {
  if (type !== 'P' && type !== 'B') return null;
  const texts = bytes.subarray(5).toString('latin1').split('\0');
  return texts[type === 'P' ? 0 : 1] || null;
}

function closeMessage(name: string): Buffer {
  return message('C', Buffer.from(`S${name}\0`));
}

function queryMessage(text: string): Buffer {
  return message('Q', Buffer.from(`${text}\0`));
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
