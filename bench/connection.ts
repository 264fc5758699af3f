import { connect, type Socket } from 'node:net';

const headEnd = Buffer.from('\r\n\r\n');

/** One HTTP/1.1 connection that stays open, with one request at a time. */
export type Connection = { send(request: Buffer): void; close(): void };

/**
 * A client that works as little as possible, so that the bench measures the server. Requests are ready buffers, and
 * only the length of an answer is read.
 */
export async function openConnection(url: URL, onAnswer: (answer: Buffer) => void): Promise<Connection> {
  const socket = await connected(url);
  let received: Buffer | null = null;
  socket.on('data', (chunk) => {
    const answer: Buffer = received === null ? chunk : Buffer.concat([received, chunk]);
    const length = answerLength(answer);
    if (length === null || answer.length < length) {
      received = answer;
      return;
    }
    received = null;
    onAnswer(answer);
  });
  return { send: (request) => void socket.write(request), close: () => void socket.destroy() };
}

export function requestBuffer(url: URL, headers: Readonly<Record<string, string>>, body: string): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = `content-length: ${Buffer.byteLength(body)}\r\n`;
  return Buffer.from(
    `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\n${lines.join('')}${length}\r\n${body}`,
  );
}

async function connected(url: URL): Promise<Socket> {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  socket.on('error', (error) => {
    throw error;
  });
  return socket;
}

/** The length of head and body, or null while the head is incomplete. */
function answerLength(answer: Buffer): number | null {
  const end = answer.indexOf(headEnd);
  if (end === -1) return null;
  const head = answer.toString('latin1', 0, end);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`An answer without content-length: ${head}`);
  return end + headEnd.length + Number(length);
}
