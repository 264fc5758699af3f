import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseId } from '../../src/lib/ids.ts';
import { hashSecret } from '../../src/lib/secrets.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { accessTokenOf, exchange } from '../support/oauth.ts';
import { sendRest } from '../support/rest.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { LastRotations } from './documents.ts';
import { type KeyRequests, keyRequests } from './key-requests.ts';

let app: TestApp;
let otherNode: TestApp;
let organization: SeededOrganization;
let owner: KeyRequests;
beforeAll(async () => {
  app = await startTestApp();
  otherNode = await startTestApp({ testDatabase: app.testDatabase });
});
afterAll(async () => {
  await otherNode.close();
  await app.close();
});
beforeEach(async () => {
  await app.clock.set(new Date('2026-10-01T12:00:00Z'));
  organization = await seedOrganization(app);
  owner = keyRequests(app, organization.owner);
});

async function verify(secret: string, node = app): Promise<string> {
  return (await node.services.verification.verify({ key: secret }, { kind: 'trusted' })).code;
}

/** When each secret of a key ends, the oldest secret first. */
async function endsOf(id: string): Promise<(Date | null)[]> {
  const rows = await app.services.database
    .selectFrom('apiKeySecrets')
    .select('expiresAt')
    .where('apiKeyId', '=', parseId('apiKey', id))
    .orderBy('id')
    .execute();
  return rows.map(({ expiresAt }) => expiresAt);
}

const verifyAll = async (...secrets: string[]) => Promise.all(secrets.map((secret) => verify(secret)));

describe('a rotation', () => {
  test('gives the same key another secret: id, settings, limits and everything else shown stay', async () => {
    const { apiKey, secret } = await owner.created({
      scopes: ['invoices:read'],
      description: 'For the bookkeeping',
      expiresAt: '2027-01-01T00:00:00Z',
      rateLimit: { perMinute: 7 },
      ipAllowlist: ['127.0.0.0/8'],
      metadata: { team: 'billing' },
    });
    await app.clock.advance({ days: 1 });
    const rotated = await owner.rotated({ id: apiKey.id });
    expect(rotated.secret).toMatch(/^sk_test_[0-9A-Za-z]{49}$/);
    expect(rotated.secret).not.toBe(secret);
    const { lastRotation, ...shown } = rotated.apiKey;
    expect(shown).toEqual({
      ...apiKey,
      maskedSecret: `sk_test_…${rotated.secret.slice(-4)}`,
      updatedAt: '2026-10-02T12:00:00.000Z',
    });
    expect(lastRotation).toEqual({ rotatedAt: '2026-10-02T12:00:00.000Z', previousSecretExpiresAt: null });
    expect(await owner.found(apiKey.id)).toEqual(shown);
    expect((await owner.listed()).edges).toHaveLength(1);
  });

  test('ends the former secret at once by default, on every node', async () => {
    const { apiKey, secret } = await owner.created();
    for (const node of [app, otherNode]) expect(await verify(secret, node)).toBe('VALID');
    const rotated = await owner.rotated({ id: apiKey.id });
    for (const node of [app, otherNode]) {
      expect([await verify(secret, node), await verify(rotated.secret, node)]).toEqual(['EXPIRED', 'VALID']);
    }
  });

  test('with an overlap the former secret is good until its end and not a moment longer', async () => {
    const { apiKey, secret } = await owner.created();
    const rotated = await owner.rotated({ id: apiKey.id, overlapSeconds: 3600 });
    expect(rotated.apiKey.lastRotation).toEqual({
      rotatedAt: '2026-10-01T12:00:00.000Z',
      previousSecretExpiresAt: '2026-10-01T13:00:00.000Z',
    });
    expect(await verifyAll(secret, rotated.secret)).toEqual(['VALID', 'VALID']);
    await app.clock.set(new Date('2026-10-01T12:59:59.999Z'));
    expect(await verifyAll(secret, rotated.secret)).toEqual(['VALID', 'VALID']);
    await app.clock.set(new Date('2026-10-01T13:00:00Z'));
    expect(await verifyAll(secret, rotated.secret)).toEqual(['EXPIRED', 'VALID']);
  });

  test('both secrets use up one limit', async () => {
    const { apiKey, secret } = await owner.created({ rateLimit: { perMinute: 3 } });
    expect(await verifyAll(secret)).toEqual(['VALID']);
    const rotated = await owner.rotated({ id: apiKey.id, overlapSeconds: 60 });
    expect([await verify(rotated.secret), await verify(secret), await verify(rotated.secret)]).toEqual([
      'VALID',
      'VALID',
      'RATE_LIMITED',
    ]);
  });

  test('within an overlap ends the older secret at once: never more than two are good', async () => {
    const { apiKey, secret: first } = await owner.created();
    const { secret: second } = await owner.rotated({ id: apiKey.id, overlapSeconds: 86_400 });
    const { secret: third } = await owner.rotated({ id: apiKey.id, overlapSeconds: 3600 });
    expect(await verifyAll(first, second, third)).toEqual(['EXPIRED', 'VALID', 'VALID']);
    const { secret: fourth } = await owner.rotated({ id: apiKey.id });
    expect(await verifyAll(first, second, third, fourth)).toEqual(['EXPIRED', 'EXPIRED', 'EXPIRED', 'VALID']);
  });

  test('gives a secret that has ended no new end: the record of when it ended stays true', async () => {
    const { apiKey } = await owner.created();
    await owner.rotated({ id: apiKey.id });
    const [firstEnd] = await endsOf(apiKey.id);
    await app.clock.advance({ days: 1 });
    await owner.rotated({ id: apiKey.id, overlapSeconds: 60 });
    await app.clock.advance({ days: 1 });
    await owner.rotated({ id: apiKey.id });
    expect(await endsOf(apiKey.id)).toEqual([
      firstEnd,
      new Date('2026-10-02T12:01:00Z'),
      new Date('2026-10-03T12:00:00Z'),
      null,
    ]);
  });

  test('whatever the rotations and the time between them: the last secret is good, and the one before it for its overlap alone', async () => {
    const step = fc.record({ overlapSeconds: fc.nat(120), waitSeconds: fc.nat(120) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
        const { apiKey, secret } = await owner.created();
        const secrets = [secret];
        for (const { overlapSeconds, waitSeconds } of steps) {
          secrets.push((await owner.rotated({ id: apiKey.id, overlapSeconds })).secret);
          await app.clock.advance({ ms: 1000 * waitSeconds });
          const good = overlapSeconds > waitSeconds ? 2 : 1;
          const expected = secrets.map((_, index) => (index >= secrets.length - good ? 'VALID' : 'EXPIRED'));
          expect(await verifyAll(...secrets)).toEqual(expected);
        }
        await owner.revoked(apiKey.id);
        expect(new Set(await verifyAll(...secrets))).toEqual(new Set(['REVOKED']));
      }),
      { numRuns: 20 },
    );
  });

  test('counts as no new key: it works at the limit of active keys', async () => {
    const small = await startTestApp({ product: { activeKeysPerEnvironment: 1 } });
    const requests = keyRequests(small, (await seedOrganization(small)).owner);
    const { apiKey } = await requests.created();
    await requests.rotated({ id: apiKey.id, overlapSeconds: 60 });
    expect(dataOf(await requests.create({ environment: 'TEST', name: 'n' })).createApiKey.__typename).toBe(
      'ActiveKeyLimitReached',
    );
    await small.close();
  });

  test('an overlap does not outlive the key', async () => {
    const { apiKey, secret } = await owner.created({ expiresAt: '2026-10-01T12:30:00Z' });
    const rotated = await owner.rotated({ id: apiKey.id, overlapSeconds: 3600 });
    expect(rotated.apiKey.lastRotation?.previousSecretExpiresAt).toBe('2026-10-01T12:30:00.000Z');
    await app.clock.set(new Date('2026-10-01T12:30:00Z'));
    expect(await verifyAll(secret, rotated.secret)).toEqual(['EXPIRED', 'EXPIRED']);
  });

  test('shows in lists, with nothing for a key that was never rotated', async () => {
    const rotated = await organization.addKey();
    const plain = await organization.addKey();
    await owner.rotated({ id: rotated.id, overlapSeconds: 60 });
    const list = dataOf(await app.graphql(LastRotations, {}, organization.owner)).organization?.apiKeys;
    expect(list?.edges.map(({ node }) => node)).toEqual([
      { id: plain.id, lastRotation: null },
      {
        id: rotated.id,
        lastRotation: {
          rotatedAt: '2026-10-01T12:00:00.000Z',
          previousSecretExpiresAt: '2026-10-01T12:01:00.000Z',
        },
      },
    ]);
  });
});

describe('access tokens', () => {
  test('end with the secret they were got with, at once or after the overlap', async () => {
    const { id, secret } = await organization.addKey({ scopes: ['invoices:read'] });
    const { token } = await accessTokenOf(app, { id, secret });
    const rotated = await owner.rotated({ id, overlapSeconds: 60 });
    const next = await accessTokenOf(app, { id, secret: rotated.secret });
    expect(await verifyAll(token, next.token)).toEqual(['VALID', 'VALID']);
    await app.clock.advance({ minutes: 1 });
    expect(await verifyAll(token, next.token)).toEqual(['EXPIRED', 'VALID']);
    expect((await exchange(app, { id, secret })).body).toMatchObject({ error: 'invalid_client' });
    await owner.rotated({ id });
    expect(await verifyAll(next.token)).toEqual(['EXPIRED']);
  });

  test('got with the former secret do not outlive the overlap by their own claims', async () => {
    const { id, secret } = await organization.addKey();
    await owner.rotated({ id, overlapSeconds: 60 });
    expect((await accessTokenOf(app, { id, secret })).expiresIn).toBe(60);
  });
});

describe('it is refused', () => {
  test('for a revoked key, which comes back with who revoked it', async () => {
    const { id, secret } = await organization.addKey();
    const revoked = await owner.revoked(id);
    const { rotateApiKey } = dataOf(await owner.rotate({ id }));
    expect(memberOf(rotateApiKey, 'ApiKeyAlreadyRevoked').apiKey).toEqual(revoked);
    expect(await verify(secret)).toBe('REVOKED');
  });

  test('for an expired key, until it is given a new expiry', async () => {
    const { id, secret } = await organization.addKey({ expiresAt: new Date('2026-09-01') });
    const { rotateApiKey } = dataOf(await owner.rotate({ id }));
    expect({ ...memberOf(rotateApiKey, 'ApiKeyExpired'), apiKey: undefined }).toMatchInlineSnapshot(`
      {
        "__typename": "ApiKeyExpired",
        "apiKey": undefined,
        "code": "API_KEY_EXPIRED",
        "message": "The key has expired, so a new secret would not work either.",
        "remedy": "Give the key a new expiry first, then try again.",
      }
    `);
    await owner.updated({ id, expiresAt: '2027-01-01T00:00:00Z' });
    const rotated = await owner.rotated({ id });
    expect(await verifyAll(secret, rotated.secret)).toEqual(['EXPIRED', 'VALID']);
  });

  test.each([-1, 2_592_001])('with %d seconds of overlap, by name', async (overlapSeconds) => {
    const { id, secret } = await organization.addKey();
    const { errors } = await owner.rotate({ id, overlapSeconds });
    expect(errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ field: 'input.overlapSeconds' }],
    });
    expect(await verify(secret)).toBe('VALID');
    await owner.rotated({ id, overlapSeconds: 2_592_000 });
  });

  test('for keys of others and keys that do not exist, which look the same', async () => {
    const stranger = keyRequests(app, (await seedOrganization(app)).owner);
    const { id, secret } = await organization.addKey();
    const ids = [id, 'key_01h455vb4pex5vsknk084sn02q', organization.id, 'nonsense'];
    const answers = await Promise.all(ids.map((each) => stranger.rotate({ id: each })));
    expect(answers.map(({ status, errors }) => [status, errors[0]?.message])).toEqual(
      ids.map(() => [404, 'The API key was not found.']),
    );
    expect(await verify(secret)).toBe('VALID');
  });

  test('to a caller who may not manage keys', async () => {
    const { id, secret } = await organization.addKey();
    const reader = await organization.addKey({ scopes: ['api-keys:read'] });
    const callers = [
      await organization.addMember('MEMBER'),
      { bearer: reader.secret },
      { bearer: await seedServiceToken(app, ['OPERATE']), organization: organization.id },
      {},
    ];
    const answers = await Promise.all(callers.map((caller) => keyRequests(app, caller).rotate({ id })));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 401]);
    expect(await verify(secret)).toBe('VALID');
  });
});

describe('a management key', () => {
  const asKey = ({ secret }: { secret: string }) => keyRequests(app, { bearer: secret });

  test('rotates itself, and goes on with its new secret', async () => {
    const own = await organization.addKey({ scopes: ['api-keys:write', 'invoices:read'] });
    const rotated = await asKey(own).rotated({ id: own.id });
    expect((await asKey(own).list()).status).toBe(401);
    expect((await asKey(rotated).listed()).edges).toHaveLength(1);
  });

  test('rotates no key that holds more than itself: its secret would be theirs', async () => {
    const limited = asKey(await organization.addKey({ scopes: ['api-keys:write', 'invoices:read'] }));
    const full = await organization.addKey({ fullAccess: true, scopes: ['api-keys:*'] });
    const wider = await organization.addKey({ scopes: ['invoices:*', 'clients:read'] });
    const narrow = await organization.addKey({ scopes: ['invoices:read'] });
    const refusedScopes = async (id: string) =>
      memberOf(dataOf(await limited.rotate({ id })).rotateApiKey, 'ScopeNotGrantable').scopes;
    expect(await refusedScopes(full.id)).toEqual(['*', 'api-keys:*']);
    expect(await refusedScopes(wider.id)).toEqual(['invoices:*', 'clients:read']);
    expect(await verifyAll(full.secret, wider.secret)).toEqual(['VALID', 'VALID']);
    await limited.rotated({ id: narrow.id });
    await asKey(full).rotated({ id: wider.id });
  });

  test('rotates no key that holds more than its token: that was narrowed', async () => {
    const own = await organization.addKey({ scopes: ['api-keys:write', 'invoices:read'] });
    const other = await organization.addKey({ scopes: ['api-keys:write', 'invoices:read'] });
    const narrowed = await accessTokenOf(app, own, { scope: 'api-keys:write' });
    const { rotateApiKey } = dataOf(await asKey({ secret: narrowed.token }).rotate({ id: other.id }));
    expect(memberOf(rotateApiKey, 'ScopeNotGrantable').scopes).toEqual(['invoices:read']);
  });

  test('sees no key of the other environment', async () => {
    const test = asKey(await organization.addKey({ scopes: ['api-keys:*'] }));
    const live = await organization.addKey({ environment: 'LIVE' });
    expect((await test.rotate({ id: live.id })).status).toBe(404);
    expect(await verify(live.secret)).toBe('VALID');
  });
});

test('a service rotates no management key whose permissions it lacks', async () => {
  const bearer = await seedServiceToken(app, ['MANAGE_API_KEYS']);
  const service = keyRequests(app, { bearer, organization: organization.id });
  const manager = await organization.addKey({ scopes: ['api-keys:write'] });
  const product = await organization.addKey({ scopes: ['invoices:*'] });
  const { rotateApiKey } = dataOf(await service.rotate({ id: manager.id }));
  expect(memberOf(rotateApiKey, 'ScopeNotGrantable').scopes).toEqual(['api-keys:write']);
  await service.rotated({ id: product.id });
});

test('of twenty rotations at once on two nodes each answers with its own secret, and one of them is good', async () => {
  const { id, secret } = await organization.addKey();
  const nodes = [keyRequests(app, organization.owner), keyRequests(otherNode, organization.owner)];
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => nodes.map((node) => node.rotated({ id }))).flat(),
  );
  const secrets = answers.map((answer) => answer.secret);
  expect(new Set([secret, ...secrets]).size).toBe(21);
  const codes = await verifyAll(secret, ...secrets);
  expect(codes.filter((code) => code === 'VALID')).toHaveLength(1);
  expect(codes.filter((code) => code === 'EXPIRED')).toHaveLength(20);
  const good = secrets.find((_, index) => codes[index + 1] === 'VALID');
  expect((await owner.found(id)).maskedSecret.slice(-4)).toBe(good?.slice(-4));
});

test('of rotations with an overlap at once the last two secrets are good', async () => {
  const { id, secret } = await organization.addKey();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => owner.rotated({ id, overlapSeconds: 60 })),
  );
  const codes = await verifyAll(secret, ...answers.map((answer) => answer.secret));
  expect(codes.filter((code) => code === 'VALID')).toHaveLength(2);
});

test('a rotation and a revocation at once: whichever is first, nothing works afterwards', async () => {
  for (let round = 0; round < 10; round++) {
    const { id, secret } = await organization.addKey();
    const [rotation] = await Promise.all([owner.rotate({ id, overlapSeconds: 60 }), owner.revoked(id)]);
    const { rotateApiKey } = dataOf(rotation);
    const secrets =
      rotateApiKey.__typename === 'RotateApiKeyPayload' ? [secret, rotateApiKey.secret] : [secret];
    expect(new Set(await verifyAll(...secrets))).toEqual(new Set(['REVOKED']));
  }
});

test('a rotation and a report of the secret at once: neither fails, and what was found no longer works', async () => {
  const bearer = await seedServiceToken(app, ['REPORT_EXPOSURES']);
  const report = (token: string) =>
    sendRest(app.url, 'POST /v1/exposures', { bearer, body: { exposures: [{ token }] } });
  for (let round = 0; round < 20; round++) {
    const { id, secret } = await organization.addKey();
    const [rotation, reported] = await Promise.all([
      owner.rotate({ id, overlapSeconds: 3600 }),
      report(secret),
    ]);
    expect(reported).toMatchObject({ status: 200, body: { data: [{ result: 'revoked' }] } });
    const { rotateApiKey } = dataOf(rotation);
    if (rotateApiKey.__typename === 'RotateApiKeyPayload') {
      expect(await verifyAll(secret, rotateApiKey.secret)).toEqual(['EXPIRED', 'VALID']);
    } else {
      expect(rotateApiKey.__typename).toBe('ApiKeyAlreadyRevoked');
      expect(await verify(secret)).toBe('REVOKED');
    }
  }
});

test('the database holds a new secret as a hash alone', async () => {
  const { id, uuid } = await organization.addKey();
  const { secret } = await owner.rotated({ id });
  const { rows } = await app.testDatabase.pool.query<{ row: string; hash: Buffer }>(
    `select row_to_json(secret)::text as row, token_hash as hash from api_key_secrets secret
     where api_key_id = $1 and expires_at is null`,
    [uuid],
  );
  expect(rows.map(({ hash }) => hash.toString('hex'))).toEqual([hashSecret(secret).toString('hex')]);
  expect(rows[0]?.row).not.toContain(secret.slice(8, -4));
});
