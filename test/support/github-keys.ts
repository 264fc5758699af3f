import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that publishes keys as GitHub does, with the keys that sign. */
export type TestGithub = {
  readonly url: string;
  /** The number of requests. */
  readonly requests: number;
  /** The status of its answers. Default: 200. */
  status: number;
  /** The target of its answers with status 302. */
  location: string;
  /** Creates a key and publishes it. */
  publish(identifier: string, namedCurve?: string): void;
  withdraw(identifier: string): void;
  /** Returns the headers of a report with this body. */
  sign(identifier: string, body: string): Record<string, string>;
  close(): Promise<void>;
};

export async function startTestGithub(): Promise<TestGithub> {
  const keys = new Map<string, { publicKey: KeyObject; privateKey: KeyObject }>();
  const state = { requests: 0, status: 200, location: '/elsewhere' };
  const server = createServer((_request, response) => {
    state.requests++;
    const published = [...keys].map(([key_identifier, { publicKey }]) => ({
      key_identifier,
      key: publicKey.export({ type: 'spki', format: 'pem' }),
      is_current: true,
    }));
    if (state.status === 302) response.setHeader('location', state.location);
    response.writeHead(state.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ public_keys: published }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = addressOf(server.address());
  return {
    url: `http://127.0.0.1:${port}/meta/public_keys/secret_scanning`,
    get requests() {
      return state.requests;
    },
    get status() {
      return state.status;
    },
    set status(status) {
      state.status = status;
    },
    get location() {
      return state.location;
    },
    set location(location) {
      state.location = location;
    },
    publish: (identifier, namedCurve = 'P-256') =>
      keys.set(identifier, generateKeyPairSync('ec', { namedCurve })),
    withdraw: (identifier) => keys.delete(identifier),
    sign: (identifier, body) => {
      const key = keys.get(identifier);
      if (key === undefined) throw new Error(`No key ${identifier}`);
      return {
        'github-public-key-identifier': identifier,
        'github-public-key-signature': createSign('sha256').update(body).sign(key.privateKey, 'base64'),
      };
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The server does not listen');
  return address;
}
