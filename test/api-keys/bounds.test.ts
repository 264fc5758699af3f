import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { UpdateApiKeyInput } from '../gql/graphql.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, type GraphQLAnswer, memberOf } from '../support/graphql.ts';
import { accessTokenOf } from '../support/oauth.ts';
import { sendRest } from '../support/rest.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { type KeyRequests, keyRequests } from './key-requests.ts';

/* Nobody gives a key what they lack: no scope, no longer life, no more addresses, no higher limit. */

const now = new Date('2026-10-01T12:00:00Z');
const inAnHour = new Date('2026-10-01T13:00:00Z');

let app: TestApp;
let organization: SeededOrganization;
let owner: KeyRequests;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.clock.set(now);
  organization = await seedOrganization(app);
  owner = keyRequests(app, organization.owner);
});

type Key = { id: string; secret: string };

const asKey = ({ secret }: { secret: string }) => keyRequests(app, { bearer: secret });
const restricted = {
  scopes: ['api-keys:write', 'invoices:read'],
  expiresAt: inAnHour,
  ipAllowlist: ['127.0.0.0/8'],
};
const withinRestrictions = { expiresAt: inAnHour.toISOString(), ipAllowlist: ['127.0.0.1'] };

/** The fields for which it was refused with FORBIDDEN. */
async function refusedFields(answer: Promise<GraphQLAnswer<unknown>>): Promise<string[]> {
  const { status, errors } = await answer;
  expect([status, errors[0]?.extensions.code]).toEqual([403, 'FORBIDDEN']);
  const problems: unknown = errors[0]?.extensions['problems'];
  return Array.isArray(problems) ? problems.map((problem: { field: string }) => problem.field) : [];
}

async function refusedReason(answer: Promise<GraphQLAnswer<unknown>>): Promise<string> {
  const { status, errors } = await answer;
  expect([status, errors[0]?.extensions.code]).toEqual([403, 'FORBIDDEN']);
  return errors[0]?.message ?? '';
}

async function refusedScopes(answer: ReturnType<KeyRequests['update']>): Promise<readonly string[]> {
  return memberOf(dataOf(await answer).updateApiKey, 'ScopeNotGrantable').scopes;
}

describe('a management key with an end and an allow-list', () => {
  test.each<[string, Partial<UpdateApiKeyInput>, string]>([
    ['sheds its end', { expiresAt: null }, 'input.expiresAt'],
    ['lives longer', { expiresAt: '2026-10-01T13:00:00.001Z' }, 'input.expiresAt'],
    ['lives longer by a date', { expiresOn: '2026-10-02' }, 'input.expiresAt'],
    ['lives longer by days', { expiresInDays: 1 }, 'input.expiresAt'],
    ['empties its allow-list', { ipAllowlist: [] }, 'input.ipAllowlist'],
    ['drops its allow-list by null', { ipAllowlist: null }, 'input.ipAllowlist'],
    ['adds an address', { ipAllowlist: ['127.0.0.0/8', '203.0.113.7'] }, 'input.ipAllowlist'],
    ['allows every address', { ipAllowlist: ['0.0.0.0/0', '::/0'] }, 'input.ipAllowlist'],
    [
      'allows every address beside its own',
      { ipAllowlist: ['127.0.0.0/8', '::/0', '0.0.0.0/0'] },
      'input.ipAllowlist',
    ],
    ['widens its range by one bit', { ipAllowlist: ['126.0.0.0/7'] }, 'input.ipAllowlist'],
  ])('never %s', async (_what, change, field) => {
    const key = await organization.addKey(restricted);
    const before = await owner.found(key.id);
    expect(await refusedFields(asKey(key).update({ id: key.id, ...change }))).toEqual([field]);
    expect(await owner.found(key.id)).toEqual(before);
  });

  test('says over REST which field of the body is too much', async () => {
    const { id, secret } = await organization.addKey(restricted);
    const { status, body } = await sendRest(app.url, `PATCH /v1/api-keys/${id}`, {
      bearer: secret,
      body: { expires_at: null, ip_allowlist: [] },
    });
    expect({ status, body }).toMatchObject({
      status: 403,
      body: {
        code: 'FORBIDDEN',
        detail: expect.stringMatching(/^expires_at: expected no later than .*; ip_allowlist: expected only /),
        problems: [{ field: 'expires_at' }, { field: 'ip_allowlist' }],
      },
    });
  });

  test('makes only keys with its restrictions', async () => {
    const key = asKey(await organization.addKey(restricted));
    const plain = { environment: 'TEST', name: 'Successor' } as const;
    expect(await refusedFields(key.create(plain))).toEqual(['input.expiresAt', 'input.ipAllowlist']);
    await key.created(withinRestrictions);
  });

  test('rotates no key that lives longer or is used from elsewhere, and its secret stays good', async () => {
    const key = asKey(await organization.addKey(restricted));
    for (const settings of [{}, { expiresAt: inAnHour }, { ipAllowlist: ['127.0.0.1/32'] }]) {
      const other = await organization.addKey({ scopes: ['invoices:read'], ...settings });
      expect(await refusedReason(key.rotate({ id: other.id }))).toContain(
        'have more power than your credential',
      );
      expect(await verify(other.secret, '127.0.0.1')).toBe('VALID');
    }
  });

  test('rotates itself, and a key that is as restricted', async () => {
    const own = await organization.addKey(restricted);
    const other = await organization.addKey(restricted);
    await asKey(own).rotated({ id: other.id });
    const { apiKey } = await asKey(own).rotated({ id: own.id });
    expect(apiKey).toMatchObject({ expiresAt: inAnHour.toISOString(), ipAllowlist: ['127.0.0.0/8'] });
  });

  test('gives a scope to no key that is less restricted', async () => {
    const key = asKey(await organization.addKey(restricted));
    const other = await organization.addKey();
    const grant = { id: other.id, scopes: ['api-keys:write'] };
    expect(await refusedFields(key.update(grant))).toEqual(['input.expiresAt', 'input.ipAllowlist']);
    expect(await key.updated({ ...grant, ...withinRestrictions })).toMatchObject({
      scopes: ['api-keys:write'],
    });
  });

  test('brings no expired key back for longer', async () => {
    const key = asKey(await organization.addKey(restricted));
    const expired = await organization.addKey({ ...restricted, expiresAt: new Date('2026-01-01') });
    expect(await refusedFields(key.update({ id: expired.id, expiresAt: null }))).toEqual(['input.expiresAt']);
    await key.updated({ id: expired.id, expiresAt: inAnHour.toISOString() });
  });

  test('may take from any key: shorten its life, narrow its addresses, rename and revoke it', async () => {
    const key = asKey(await organization.addKey(restricted));
    const { id } = await organization.addKey({ scopes: ['clients:*'] });
    const less = { name: 'Less', expiresAt: '2027-01-01T00:00:00Z', ipAllowlist: ['203.0.113.0/24'] };
    expect(await key.updated({ id, ...less })).toMatchObject({ name: 'Less' });
    expect((await key.revoked(id)).status).toBe('REVOKED');
  });
});

describe('a management key with limits of its own', () => {
  const limited = { scopes: ['api-keys:write'], limitPerMinute: 10, limitPerHour: 50 };

  test.each<[string, UpdateApiKeyInput['rateLimit'], string[]]>([
    ['drops them by null', null, ['input.rateLimit.perMinute', 'input.rateLimit.perHour']],
    ['drops one of them', { perHour: null }, ['input.rateLimit.perHour']],
    ['raises one of them', { perMinute: 11 }, ['input.rateLimit.perMinute']],
  ])('never %s', async (_what, rateLimit, fields) => {
    const key = await organization.addKey(limited);
    expect(await refusedFields(asKey(key).update({ id: key.id, rateLimit }))).toEqual(fields);
    expect((await owner.found(key.id)).rateLimit).toEqual({ perMinute: 10, perHour: 50 });
  });

  test('makes and rotates no key with higher ones, and may lower its own', async () => {
    const own = await organization.addKey(limited);
    const key = asKey(own);
    const fields = ['input.rateLimit.perMinute', 'input.rateLimit.perHour'];
    expect(await refusedFields(key.create({ environment: 'TEST', name: 'Faster' }))).toEqual(fields);
    const other = await organization.addKey();
    expect(await refusedReason(key.rotate({ id: other.id }))).toContain(
      'at most 10, the limit of your own key',
    );
    const { apiKey } = await key.created({ rateLimit: { perMinute: 10, perHour: 50 } });
    await key.rotated({ id: apiKey.id });
    expect(await key.updated({ id: own.id, rateLimit: { perMinute: 5 } })).toMatchObject({
      rateLimit: { perMinute: 5, perHour: 50 },
    });
  });
});

describe('api-keys:write alone, over a key that holds more', () => {
  const more = {
    scopes: ['invoices:read'],
    expiresAt: inAnHour,
    ipAllowlist: ['127.0.0.0/8'],
    limitPerMinute: 5,
  };

  test.each<[string, Partial<UpdateApiKeyInput>]>([
    ['lengthens no life', { expiresAt: '2026-10-01T13:00:00.001Z' }],
    ['takes no end away', { expiresAt: null }],
    ['empties no allow-list', { ipAllowlist: [] }],
    ['adds no address', { ipAllowlist: ['127.0.0.0/8', '::1'] }],
    ['raises no limit', { rateLimit: { perMinute: 6 } }],
    ['drops no limit', { rateLimit: null }],
  ])('%s', async (_what, change) => {
    const writer = asKey(await organization.addKey({ scopes: ['api-keys:write'] }));
    const { id } = await organization.addKey(more);
    const before = await owner.found(id);
    expect(await refusedScopes(writer.update({ id, ...change }))).toEqual(['invoices:read']);
    expect(await owner.found(id)).toEqual(before);
  });

  test('may do all that to a key whose scopes it could grant', async () => {
    const writer = asKey(await organization.addKey({ scopes: ['api-keys:write', 'invoices:*'] }));
    const { id } = await organization.addKey(more);
    const change = { expiresAt: null, ipAllowlist: [], rateLimit: null };
    expect(await writer.updated({ id, ...change })).toMatchObject({ expiresAt: null, ipAllowlist: [] });
  });

  test('a person may, whatever the key holds', async () => {
    const { id } = await organization.addKey({ ...more, fullAccess: true });
    await owner.updated({ id, expiresAt: null, ipAllowlist: [], rateLimit: null });
    await owner.rotated({ id });
  });
});

describe('a credential that ends makes none that does not:', () => {
  test('a former secret in its overlap', async () => {
    const key = await organization.addKey({ scopes: ['api-keys:write'] });
    const { secret } = await owner.rotated({ id: key.id, overlapSeconds: 3600 });
    const other = await organization.addKey();
    await refusesEndlessOnes(key, other);
    expect(await verify(secret)).toBe('VALID');
    await asKey(key).created({ expiresAt: inAnHour.toISOString() });
  });

  test('a former secret of a key that ends before it', async () => {
    const key = await organization.addKey({ scopes: ['api-keys:write'], expiresAt: inAnHour });
    const { secret } = await owner.rotated({ id: key.id, overlapSeconds: 86_400 });
    const rotation = asKey(key).rotate({ id: key.id, overlapSeconds: 86_400 });
    expect(await refusedReason(rotation)).toContain('cannot rotate their own key');
    expect(await verify(secret)).toBe('VALID');
  });

  test('an access token', async () => {
    const key = await organization.addKey({ scopes: ['api-keys:write'] });
    const { token } = await accessTokenOf(app, key);
    const other = await organization.addKey();
    await refusesEndlessOnes({ ...key, secret: token }, other);
    expect(await verify(key.secret)).toBe('VALID');
    const lifetimeMs = 900_000;
    const expiresAt = new Date(now.getTime() + lifetimeMs).toISOString();
    await asKey({ secret: token }).created({ expiresAt });
    await asKey({ secret: token }).revoked(other.id);
  });

  test('an access token whose key is cut short later', async () => {
    const key = await organization.addKey({ scopes: ['api-keys:write'] });
    const bearer = asKey({ secret: (await accessTokenOf(app, key)).token });
    const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();
    await owner.updated({ id: key.id, expiresAt: inMinutes(5) });
    const tooLong = bearer.create({ environment: 'TEST', name: 'n', expiresAt: inMinutes(10) });
    expect(await refusedFields(tooLong)).toEqual(['input.expiresAt']);
    await bearer.created({ expiresAt: inMinutes(5) });
  });

  test('a service token with an end', async () => {
    const permissions = ['MANAGE_API_KEYS', 'READ_API_KEYS', 'READ_ORGANIZATION'] as const;
    const bearer = await seedServiceToken(app, permissions, inAnHour);
    const service = keyRequests(app, { bearer, organization: organization.id });
    const key = await organization.addKey({ expiresAt: inAnHour });
    expect(await refusedFields(service.create({ environment: 'TEST', name: 'n' }))).toEqual([
      'input.expiresAt',
    ]);
    expect(await refusedFields(service.update({ id: key.id, expiresAt: null }))).toEqual(['input.expiresAt']);
    const endless = await organization.addKey();
    expect(await refusedReason(service.rotate({ id: endless.id }))).toContain('when your credential expires');
    await service.created({ expiresAt: inAnHour.toISOString() });
    await service.rotated({ id: key.id });
  });

  /** Of a management key `own` and another key of the organization, neither of which ends. */
  async function refusesEndlessOnes(own: Key, other: Key): Promise<void> {
    const key = asKey(own);
    expect(await refusedFields(key.create({ environment: 'TEST', name: 'n' }))).toEqual(['input.expiresAt']);
    expect(await refusedReason(key.rotate({ id: own.id }))).toContain('cannot rotate their own key');
    expect(await refusedReason(key.rotate({ id: other.id }))).toContain('when your credential expires');
    expect(await refusedFields(key.update({ id: other.id, scopes: ['api-keys:write'] }))).toEqual([
      'input.expiresAt',
    ]);
  }
});

async function verify(key: string, ip?: string): Promise<string> {
  return (await app.services.verification.verify({ key, ...(ip && { ip }) }, { kind: 'trusted' })).code;
}

describe('a list of every address is the same as an empty list', () => {
  const everything = ['0.0.0.0/0', '::/0'];
  const unbound = { scopes: ['api-keys:write', 'invoices:read'] };
  const make = { environment: 'TEST', name: 'Made', scopes: ['invoices:read'] } as const;

  test.each([[[]], [everything]])(
    'a key without bounds gives it and takes it back (stored: %j)',
    async (stored) => {
      const key = await organization.addKey({ ...unbound, ipAllowlist: stored });
      for (const ipAllowlist of [[], everything, [...everything, '203.0.113.7'], ['203.0.113.7']]) {
        const { apiKey } = await asKey(key).created({ ...make, ipAllowlist });
        expect(apiKey.ipAllowlist).toEqual(
          ipAllowlist.includes('::/0') ? [] : ipAllowlist.map((each) => `${each}/32`),
        );
      }
    },
  );

  test('whoever could not grant the scopes of a key changes one form for the other, and adds nothing', async () => {
    const key = await organization.addKey({ scopes: ['api-keys:write'] });
    const other = await organization.addKey({ scopes: ['clients:read'], ipAllowlist: everything });
    await asKey(key).updated({ id: other.id, ipAllowlist: [] });
    await asKey(key).updated({ id: other.id, ipAllowlist: everything });
    await asKey(key).updated({ id: other.id, ipAllowlist: ['203.0.113.7'] });
    for (const ipAllowlist of [[], everything]) {
      expect(await refusedScopes(asKey(key).update({ id: other.id, ipAllowlist }))).toEqual(['clients:read']);
    }
  });
});
