import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The bytes that waited at the last check, and the time until which they must be sent. */
type Backlog = { readonly writtenUpTo: number; readonly deadline: number };

/**
 * Ends connections whose client does not read its answers. Node would wait for ever and keep the answers in memory. One
 * regular check of all connections replaces a timer for each answer, which would slow every verification.
 */
export function endStalledConnections(server: Server, maxWriteMs: number): void {
  const backlogs = new Map<Socket, Backlog | null>();
  server.on('connection', (socket: Socket) => {
    backlogs.set(socket, null);
    socket.once('close', () => backlogs.delete(socket));
  });
  const timer = setInterval(
    () => {
      const now = performance.now();
      for (const [socket, backlog] of backlogs) {
        const next = backlogOf(socket, backlog, now, maxWriteMs);
        if (next !== null && next.deadline <= now) socket.destroy();
        else backlogs.set(socket, next);
      }
    },
    Math.min(maxWriteMs / 4, 1_000),
  ).unref();
  server.once('close', () => clearInterval(timer));
}

function backlogOf(socket: Socket, former: Backlog | null, now: number, maxWriteMs: number): Backlog | null {
  if (socket.writableLength === 0) return null;
  const isDelivered = former !== null && socket.bytesWritten - socket.writableLength >= former.writtenUpTo;
  if (former !== null && !isDelivered) return former;
  return { writtenUpTo: socket.bytesWritten, deadline: now + maxWriteMs };
}
