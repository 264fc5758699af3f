import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { startNode, type TestNode } from '../support/node.ts';
import { seedServiceToken } from '../support/seed.ts';

let app: TestApp;
let node: TestNode;
let token: string;
beforeAll(async () => {
  app = await startTestApp();
  node = await startNode(app, { settings: { maxWriteMs: 1000 } });
  token = await seedServiceToken(app, ['VERIFY_API_KEYS']);
});
afterAll(async () => {
  await node.close();
  await app.close();
});

const body = JSON.stringify({ key: 'x' });
const requests: Readonly<Record<string, () => string>> = {
  'GET /openapi.json': () => 'GET /openapi.json HTTP/1.1\r\nhost: a\r\n\r\n',
  'POST /v1/verify': () =>
    `POST /v1/verify HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  'GET /v1/nothing': () => 'GET /v1/nothing HTTP/1.1\r\nhost: a\r\n\r\n',
};

async function connected(): Promise<Socket> {
  const { hostname, port } = new URL(node.url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

test.each(Object.keys(requests))(
  'a client that requests %s again and again and never reads is ended',
  async (name) => {
    const text = requests[name]?.() ?? '';
    const socket = await connected();
    socket.pause();
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    // More than the system's buffers take: then the service has answers that it cannot get rid of.
    const flood = setInterval(() => {
      if (socket.writableLength < 1_000_000) socket.write(text.repeat(200));
    }, 5);
    // A paused socket does not see its end: its next write fails.
    await ended;
    clearInterval(flood);
  },
);

test('a client that reads is not ended, however much and however long it reads', async () => {
  const socket = await connected();
  let received = 0;
  let isEnded = false;
  socket.on('data', (data: Buffer) => {
    received += data.length;
  });
  socket.once('close', () => {
    isEnded = true;
  });
  const text = requests['GET /openapi.json']?.() ?? '';
  for (let round = 0; round < 30; round += 1) {
    socket.write(text.repeat(20));
    await sleep(100);
  }
  expect(isEnded).toBe(false);
  expect(received).toBeGreaterThan(1_000_000);
  socket.destroy();
});
