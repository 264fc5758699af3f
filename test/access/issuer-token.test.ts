import { once } from 'node:events';
import { createServer } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../../src/lib/logger.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, sendGraphQL } from '../support/graphql.ts';
import { startNode } from '../support/node.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';
import { goodPassword, signIn, ViewerQuery } from '../users/people.ts';

const audience = 'https://keys.acme.example';

type Key = { readonly privateKey: CryptoKey; readonly jwk: JWK };

async function newKey(kid: string, algorithm = 'ES256'): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' } };
}

/** A real issuer: discovery and a key set over HTTP. */
async function startIssuer() {
  const state = { keys: [] as JWK[], status: 200, requests: [] as string[], wrongName: false };
  const server = createServer((request, response) => {
    state.requests.push(request.url ?? '');
    const documents: Record<string, unknown> = {
      '/.well-known/openid-configuration': {
        issuer: state.wrongName ? 'https://another.example' : url,
        jwks_uri: `${url}/keys`,
      },
      '/keys': { keys: state.keys },
      '/attacker-keys': { keys: state.keys },
    };
    const document = documents[request.url ?? ''];
    response.writeHead(document === undefined ? 404 : state.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document ?? {}));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The issuer has no port');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    state,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

type Issuer = Awaited<ReturnType<typeof startIssuer>>;

let issuer: Issuer;
let app: TestApp;
let organization: SeededOrganization;
let key: Key;
beforeAll(async () => {
  key = await newKey('one');
  issuer = await startIssuer();
  issuer.state.keys = [key.jwk];
  app = await startTestApp({ product: { oidc: { issuer: issuer.url, audience } } });
  organization = await seedOrganization(app);
});
afterAll(async () => {
  await app.close();
  await issuer.close();
});

type TokenOptions = {
  key?: Key;
  issuer?: string;
  audience?: string | string[];
  expires?: string | number;
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
};

function token(options: TokenOptions = {}): Promise<string> {
  const { key: signer = key, claims, header } = options;
  return new SignJWT({ email: organization.owner.email, email_verified: true, ...claims })
    .setProtectedHeader({ alg: signer.jwk.alg ?? 'ES256', kid: signer.jwk.kid ?? '', ...header })
    .setIssuer(options.issuer ?? issuer.url)
    .setAudience(options.audience ?? audience)
    .setSubject('somebody')
    .setIssuedAt()
    .setExpirationTime(options.expires ?? '5m')
    .sign(signer.privateKey);
}

function ask(bearer: string, of: TestApp = app) {
  return of.graphql(ViewerQuery, {}, { bearer });
}

test('a good token stands for the member with its verified email, in any case', async () => {
  const { owner } = organization;
  for (const email of [owner.email, owner.email.toUpperCase()]) {
    const { viewer } = dataOf(await ask(await token({ claims: { email } })));
    expect(viewer).toMatchObject({ email: owner.email, memberships: [{ role: 'OWNER' }] });
    expect(viewer?.sessions.every(({ current }) => !current)).toBe(true);
  }
});

test('an issuer that writes email_verified as a text is understood', async () => {
  const asText = await token({ claims: { email_verified: 'true' } });
  expect(dataOf(await ask(asText)).viewer?.email).toBe(organization.owner.email);
});

test('the operator reads in the log why a token is refused, and nothing of the token', async () => {
  const lines: string[] = [];
  const log = createLogger('warn', { write: (line) => void lines.push(line) });
  const node = await startNode(app, { services: { log } });
  const reasons: [string, string][] = [
    [await token({ audience: 'https://other.example' }), '"aud"'],
    [await token({ expires: 1 }), '"exp"'],
    [await token({ issuer: 'https://other.example' }), '"iss"'],
    [await token({ claims: { email_verified: 'false' } }), 'email_verified: expected true'],
    [await token({ claims: { email: 'nobody' } }), 'email: expected an email address'],
    [await token({ claims: { email: 'stranger@example.com' } }), 'no account has its email'],
    [await token({ key: await newKey('two') }), 'no applicable key'],
  ];
  for (const [bearer, reason] of reasons) {
    lines.length = 0;
    await sendGraphQL(node.url)(ViewerQuery, {}, { bearer });
    const said: { level: number; reason: string }[] = lines.map((line) => JSON.parse(line));
    expect(said).toEqual([expect.objectContaining({ level: 40, reason: expect.stringContaining(reason) })]);
    expect(lines.join()).not.toMatch(/stranger@|eyJ/);
  }
  await node.close();
});

test('one audience among several is enough', async () => {
  const several = await token({ audience: ['https://other.example', audience] });
  expect(dataOf(await ask(several)).viewer?.email).toBe(organization.owner.email);
});

const refused: [string, () => Promise<string>][] = [
  ['another audience', () => token({ audience: 'https://other.example' })],
  ['another issuer', () => token({ issuer: 'https://other.example' })],
  ['an end in the past', () => token({ expires: Math.floor(Date.now() / 1000) - 60 })],
  ['a start in the future', () => token({ claims: { nbf: Math.floor(Date.now() / 1000) + 600 } })],
  ['an unverified email', () => token({ claims: { email_verified: false } })],
  ['nothing said of the email’s verification', () => token({ claims: { email_verified: undefined } })],
  ['another text for a verified email', () => token({ claims: { email_verified: 'yes' } })],
  ['no email', () => token({ claims: { email: undefined } })],
  ['the email of nobody', () => token({ claims: { email: 'nobody@example.com' } })],
  ['several emails', () => token({ claims: { email: [organization.owner.email] } })],
  ['a key that the issuer does not have', async () => token({ key: await newKey('unknown') })],
  ['a key of its own under the issuer’s name', async () => token({ key: await newKey('one') })],
  ['an algorithm that is not allowed', async () => token({ key: await newKey('one', 'ES384') })],
  [
    'a critical header that nobody knows',
    () => token({ header: { crit: ['exp'], exp: 1 } }).catch(() => 'a.b.c'),
  ],
  ['the algorithm “none”', async () => unsecured()],
  ['HS256 with the public key as its secret', () => signedWithPublicKey()],
  ['no end', () => withoutEnd()],
  ['another signature', async () => `${(await token()).split('.').slice(0, 2).join('.')}.AAAA`],
  ['changed claims', () => withChangedClaims()],
  ['a form that only looks like a token', async () => 'eyJhbGciOiJFUzI1NiJ9.x.y'],
];

test.each(refused)('a token with %s is refused with 401', async (_case, make) => {
  const { status, errors } = await ask(await make());
  expect([status, errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
});

function claims() {
  const seconds = Math.floor(Date.now() / 1000);
  const { email } = organization.owner;
  return { iss: issuer.url, aud: audience, email, email_verified: true, iat: seconds, exp: seconds + 300 };
}

function unsecured(): string {
  // With something as a signature, or it would not even look like a signed token.
  return `${new UnsecuredJWT(claims()).encode()}x`;
}

function signedWithPublicKey(): Promise<string> {
  return new SignJWT(claims())
    .setProtectedHeader({ alg: 'HS256', kid: 'one' })
    .sign(new TextEncoder().encode(JSON.stringify(key.jwk)));
}

function withoutEnd(): Promise<string> {
  const { exp: _end, ...rest } = claims();
  return new SignJWT(rest).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(key.privateKey);
}

async function withChangedClaims(): Promise<string> {
  const [header, , signature] = (await token()).split('.');
  const payload = Buffer.from(JSON.stringify({ ...claims(), sub: 'another' })).toString('base64url');
  return `${header}.${payload}.${signature}`;
}

test('the address of a key within a token is never asked', async () => {
  const attacker = await newKey('attacker');
  const address = `${issuer.url}/attacker-keys`;
  for (const header of [{ jku: address }, { x5u: address }, { jwk: attacker.jwk }]) {
    expect((await ask(await token({ key: attacker, header }))).status).toBe(401);
  }
  expect(issuer.state.requests).not.toContain('/attacker-keys');
});

test('a token never counts where no issuer is configured', async () => {
  const without = await startTestApp();
  try {
    expect((await ask(await token(), without)).status).toBe(401);
  } finally {
    await without.close();
  }
});

test('with an issuer, sessions and passwords go on', async () => {
  expect(dataOf(await ask(organization.owner.bearer)).viewer?.email).toBe(organization.owner.email);
  const answer = await signIn(app, organization.owner.email, goodPassword);
  expect(dataOf(answer).signIn.__typename).toBe('InvalidCredentials');
});

test('a member who was removed is somebody without an organization', async () => {
  const member = await organization.addMember('ADMIN');
  const bearer = await token({ claims: { email: member.email } });
  expect(dataOf(await ask(bearer)).viewer?.memberships).toHaveLength(1);
  await app.services.database
    .updateTable('members')
    .set({ removedAt: new Date() })
    .where('id', '=', member.memberUuid)
    .execute();
  expect(dataOf(await ask(bearer)).viewer?.memberships).toEqual([]);
});

/** An issuer and an application of the test's own, so that nothing is cached yet. */
async function withFreshIssuer(work: (issuer: Issuer, fresh: TestApp) => Promise<void>): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const own = stack.adopt(await startIssuer(), ({ close }) => close());
  own.state.keys = [key.jwk];
  const product = { oidc: { issuer: own.url, audience } };
  const fresh = stack.adopt(await startTestApp({ product }), ({ close }) => close());
  await seedOrganization(fresh);
  await work(own, fresh);
}

async function tokenFor(own: Issuer, fresh: TestApp, signer: Key = key): Promise<string> {
  const { email } = await fresh.services.database
    .selectFrom('users')
    .select('email')
    .limit(1)
    .executeTakeFirstOrThrow();
  return token({ key: signer, issuer: own.url, claims: { email } });
}

test('a new key of the issuer is known at once, and one that it took back no longer then', async () => {
  await withFreshIssuer(async (own, fresh) => {
    expect((await ask(await tokenFor(own, fresh), fresh)).status).toBe(200);
    const next = await newKey('two');
    own.state.keys = [next.jwk];
    expect((await ask(await tokenFor(own, fresh, next), fresh)).status).toBe(200);
    expect((await ask(await tokenFor(own, fresh), fresh)).status).toBe(401);
  });
});

test('a flood of made-up keys does not become a flood at the issuer', async () => {
  await withFreshIssuer(async (own, fresh) => {
    for (let count = 0; count < 20; count += 1) {
      const madeUp = { ...key, jwk: { ...key.jwk, kid: `made up ${count}` } };
      expect((await ask(await tokenFor(own, fresh, madeUp), fresh)).status).toBe(401);
    }
    expect(own.state.requests.filter((path) => path === '/keys').length).toBeLessThanOrEqual(4);
    expect((await ask(await tokenFor(own, fresh), fresh)).status).toBe(200);
  });
});

test('while the issuer fails, its tokens are answered 503 and not 401; other credentials work; then all is well', async () => {
  await withFreshIssuer(async (own, fresh) => {
    const bearer = await tokenFor(own, fresh);
    const { owner } = await seedOrganization(fresh);
    own.state.status = 500;
    const failed = await ask(bearer, fresh);
    expect([failed.status, failed.errors[0]?.extensions.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect(failed.headers.get('retry-after')).toBe('5');
    expect((await ask('eyJhbGciOiJub25lIn0.e30.x', fresh)).status).toBe(401);
    expect((await ask(owner.bearer, fresh)).status).toBe(200);
    own.state.status = 200;
    own.state.wrongName = true;
    expect((await ask(bearer, fresh)).status).toBe(503);
    own.state.wrongName = false;
    expect((await ask(bearer, fresh)).status).toBe(200);
  });
});

test('an issuer that is gone is a 503 at first use, and no matter once its keys are known', async () => {
  const gone = await startIssuer();
  await gone.close();
  const fresh = await startTestApp({ product: { oidc: { issuer: gone.url, audience } } });
  try {
    expect((await ask(await token({ issuer: gone.url }), fresh)).status).toBe(503);
  } finally {
    await fresh.close();
  }
  await withFreshIssuer(async (own, another) => {
    const bearer = await tokenFor(own, another);
    expect((await ask(bearer, another)).status).toBe(200);
    own.state.status = 500;
    expect((await ask(bearer, another)).status).toBe(200);
  });
});
