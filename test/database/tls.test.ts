import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createSecureContext, TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { StartError } from '../../src/start-error.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.ts';

/** For localhost, signed by itself, good until the year 2126. Nothing but this test uses it. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBoDCCAUWgAwIBAgIUAWf7Kt6/lvkpL68neVh5L+wtb4wwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOTGF0Y2hrZXkgdGVzdHMwIBcNMjYxMTI1MTYyODIzWhgPMjEy
NjExMDExNjI4MjNaMBkxFzAVBgNVBAMMDkxhdGNoa2V5IHRlc3RzMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEnZMNlWqRXAuVbOm4ioT5R8m5Feqf3pSTEyD6Q+s7
FdjbYHU2KpVd5GaVK3K2uWGrdBFg8zJSYsvKdwzaRGBhv6NpMGcwHQYDVR0OBBYE
FMywtdEfGu5G6mVLDbRP84Lu971LMB8GA1UdIwQYMBaAFMywtdEfGu5G6mVLDbRP
84Lu971LMA8GA1UdEwEB/wQFMAMBAf8wFAYDVR0RBA0wC4IJbG9jYWxob3N0MAoG
CCqGSM49BAMCA0kAMEYCIQDpdoIJV1niAtf1D26wxshVXczHaoKWHx7gIRX9c4vR
0AIhAP+tgt44F38S3+nqaDNmaH3jYQWaZfS3jmHoMnjEMelb
-----END CERTIFICATE-----
`;
const privateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgtabUA0DiDaN0WZra
6sgsBcNpMx9E04y744YbYGqiL/uhRANCAASdkw2VapFcC5Vs6biKhPlHybkV6p/e
lJMTIPpD6zsV2NtgdTYqlV3kZpUrcra5Yat0EWDzMlJiy8p3DNpEYGG/
-----END PRIVATE KEY-----
`;

/** Implements the part of PostgreSQL's protocol that agrees on TLS, and then refuses every client. */
async function startTlsServer(answer: 'S' | 'N'): Promise<{ port: number; server: Server }> {
  const context = createSecureContext({ cert: certificate, key: privateKey });
  const server = createServer((socket: Socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(answer);
      if (answer === 'N') {
        socket.end();
        return;
      }
      const secure = new TLSSocket(socket, { isServer: true, secureContext: context });
      secure.on('error', () => {});
      secure.once('data', () => secure.end(refusal));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return { port: address.port, server };
}

/** ErrorResponse: an unknown database. A client that reads it has agreed on TLS. */
const fields = Buffer.from('SFATAL\0C3D000\0Mdatabase "keys" does not exist\0\0');
const length = Buffer.alloc(4);
length.writeInt32BE(fields.length + 4);
const refusal = Buffer.concat([Buffer.from('E'), length, fields]);

let directory: TemporaryDirectory;
let authority: string;
let port: number;
let server: Server;
beforeAll(async () => {
  directory = await temporaryDirectory('tls');
  authority = join(directory.path, 'authority.pem');
  await writeFile(authority, certificate);
  ({ port, server } = await startTlsServer('S'));
});
afterAll(async () => {
  server.close();
  await directory.remove();
});

async function lineOf(parameters: string, host = 'localhost', at = port): Promise<string> {
  const failure = await migrate({ url: `postgres://u:hunter2@${host}:${at}/keys?${parameters}` }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(StartError);
  expect(String(failure)).not.toMatch(/\n|hunter2/);
  return failure instanceof Error ? failure.message : '';
}

const agreed = /database "keys" does not exist/;

describe('a certificate of a private authority', () => {
  test.each(['sslmode=prefer', 'sslmode=require', 'sslmode=verify-ca', 'sslmode=verify-full', 'ssl=true'])(
    'is refused with %s in one line that names the three ways out, and no warning is printed',
    async (parameters) => {
      const warnings: string[] = [];
      const note = (warning: Error) => void warnings.push(warning.message);
      process.on('warning', note);
      expect(await lineOf(parameters)).toMatch(
        /^Cannot connect to the database: self-signed certificate; .*sslrootcert=.*NODE_EXTRA_CA_CERTS.*uselibpqcompat=true/,
      );
      process.off('warning', note);
      expect(warnings.filter((text) => /ssl/i.test(text))).toEqual([]);
    },
  );

  test.each(['sslmode=require', 'sslmode=verify-ca', 'sslmode=verify-full'])(
    'is taken with %s when the address names the authority',
    async (parameters) => {
      expect(await lineOf(`${parameters}&sslrootcert=${encodeURIComponent(authority)}`)).toMatch(agreed);
    },
  );

  test('is taken for another name only where libpq would', async () => {
    const named = `sslrootcert=${encodeURIComponent(authority)}`;
    expect(await lineOf(`sslmode=require&${named}`, '127.0.0.1')).toMatch(
      /altnames.*host name that the certificate is for/,
    );
    expect(await lineOf(`sslmode=require&uselibpqcompat=true&${named}`, '127.0.0.1')).toMatch(agreed);
  });

  test.each(['sslmode=require&uselibpqcompat=true', 'sslmode=no-verify'])(
    'is not looked at with %s',
    async (parameters) => {
      expect(await lineOf(parameters)).toMatch(agreed);
    },
  );
});

test('a file that cannot be read is named', async () => {
  expect(await lineOf('sslmode=require&sslrootcert=/nowhere/ca.pem')).toMatch(
    /^The address of the database: sslrootcert cannot be read .*PEM/,
  );
});

test('a server without TLS is one line', async () => {
  const plain = await startTlsServer('N');
  expect(await lineOf('sslmode=require', 'localhost', plain.port)).toMatch(
    /does not support SSL.*; set sslmode=disable/,
  );
  plain.server.close();
});
