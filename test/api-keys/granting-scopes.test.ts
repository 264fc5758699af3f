import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { exchange } from '../support/oauth.ts';
import {
  type SeededOrganization,
  type SeedKeyOptions,
  seedOrganization,
  seedServiceToken,
} from '../support/seed.ts';
import { type KeyRequests, keyRequests } from './key-requests.ts';

let app: TestApp;
let organization: SeededOrganization;
let owner: KeyRequests;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  organization = await seedOrganization(app);
  owner = keyRequests(app, organization.owner);
});

const plain = { environment: 'TEST', name: 'Server' } as const;

/** The operations as a management key with these grants. */
async function managing(options: SeedKeyOptions): Promise<KeyRequests> {
  return keyRequests(app, { bearer: (await organization.addKey(options)).secret });
}

async function refusedScopes(answer: ReturnType<KeyRequests['create']>): Promise<readonly string[]> {
  return memberOf(dataOf(await answer).createApiKey, 'ScopeNotGrantable').scopes;
}

async function refusedChange(answer: ReturnType<KeyRequests['update']>): Promise<readonly string[]> {
  return memberOf(dataOf(await answer).updateApiKey, 'ScopeNotGrantable').scopes;
}

describe('unknown scopes', () => {
  test('are refused each by name, with the scope that was probably meant', async () => {
    const scopes = [
      'invoices:read',
      'invoice:reed',
      'clients:delete',
      'INVOICES:WRITE',
      'quite-different',
      '',
      'invoices',
      'a:b:c',
    ];
    expect(dataOf(await owner.create({ ...plain, scopes })).createApiKey).toMatchInlineSnapshot(`
      {
        "__typename": "UnknownScope",
        "code": "UNKNOWN_SCOPE",
        "message": "The scope “invoice:reed” is not in the catalog. Did you mean “invoices:read”? The scope “clients:delete” is not in the catalog. Did you mean “clients:write”? The scope “INVOICES:WRITE” is not in the catalog. Did you mean “invoices:write”? The scope “quite-different” is not in the catalog. The scope “” is not in the catalog. The scope “invoices” is not in the catalog. The scope “a:b:c” is not in the catalog.",
        "remedy": "Use scopes of the catalog. The GraphQL query "scopes" lists them. "scopes_supported" of /.well-known/oauth-authorization-server does too.",
        "unknown": [
          {
            "nearest": "invoices:read",
            "scope": "invoice:reed",
          },
          {
            "nearest": "clients:write",
            "scope": "clients:delete",
          },
          {
            "nearest": "invoices:write",
            "scope": "INVOICES:WRITE",
          },
          {
            "nearest": null,
            "scope": "quite-different",
          },
          {
            "nearest": null,
            "scope": "",
          },
          {
            "nearest": null,
            "scope": "invoices",
          },
          {
            "nearest": null,
            "scope": "a:b:c",
          },
        ],
      }
    `);
    expect((await owner.listed()).edges).toEqual([]);
  });

  test('are refused in changes too, which then change nothing', async () => {
    const { apiKey } = await owner.created({ scopes: ['invoices:read'] });
    const { updateApiKey } = dataOf(
      await owner.update({ id: apiKey.id, name: 'Other', scopes: ['clients:raed'] }),
    );
    expect(memberOf(updateApiKey, 'UnknownScope').unknown).toEqual([
      { scope: 'clients:raed', nearest: 'clients:read' },
    ]);
    expect(await owner.found(apiKey.id)).toEqual(apiKey);
  });

  test('of 200 characters and of broken text are named too; longer ones and 201 of them are bad input', async () => {
    const long = 's'.repeat(200);
    const { createApiKey } = dataOf(await owner.create({ ...plain, scopes: [long, '\0', 'a\ud800'] }));
    expect(memberOf(createApiKey, 'UnknownScope').unknown.map(({ scope }) => scope)).toEqual([
      long,
      '\0',
      'a\ud800',
    ]);
    expect(
      (await owner.create({ ...plain, scopes: [`${long}s`] })).errors[0]?.extensions['problems'],
    ).toEqual([{ field: 'input.scopes.0', problem: 'expected at most 200 characters' }]);
    const many = Array.from({ length: 201 }, (_, index) => `s${index}`);
    expect((await owner.create({ ...plain, scopes: many })).errors[0]?.extensions['problems']).toEqual([
      { field: 'input.scopes', problem: 'expected at most 200 scopes' },
    ]);
  });
});

describe('full access', () => {
  test('can be asked for by its name or by the option, and is shown as both', async () => {
    const wanted = [
      { scopes: ['*'] },
      { fullAccess: true },
      { fullAccess: true, scopes: ['*'] },
      { fullAccess: true, scopes: [] },
      { scopes: ['*', 'clients:*'] },
    ];
    for (const input of wanted) {
      const { apiKey } = await owner.created(input);
      expect(apiKey).toMatchObject({ scopes: ['*'], fullAccess: true });
    }
  });

  test('cannot be asked for together with scopes, which it would drop unsaid', async () => {
    const { apiKey } = await owner.created({ scopes: ['clients:read'] });
    const contradictory = { fullAccess: true, scopes: ['invoices:read'] };
    for (const { status, errors } of [
      await owner.create({ ...plain, ...contradictory }),
      await owner.update({ id: apiKey.id, ...contradictory }),
    ]) {
      expect({ status, problems: errors[0]?.extensions['problems'] }).toEqual({
        status: 400,
        problems: [
          {
            field: 'input.scopes',
            problem: 'fullAccess covers invoices:read: omit one of them',
          },
        ],
      });
    }
    expect((await owner.listed()).edges.map(({ node }) => node.scopes)).toEqual([['clients:read']]);
  });

  test('is asked for together with the scopes that manage keys, which it does not cover', async () => {
    const { apiKey, secret } = await owner.created({ fullAccess: true, scopes: ['api-keys:read'] });
    expect(apiKey).toMatchObject({ scopes: ['*', 'api-keys:read'], fullAccess: true });
    await keyRequests(app, { bearer: secret }).listed();
    const both = { scopes: ['api-keys:write', '*'] };
    expect((await owner.updated({ id: apiKey.id, ...both })).scopes).toEqual(['*', 'api-keys:write']);
    expect((await owner.updated({ id: apiKey.id, scopes: ['*'] })).scopes).toEqual(['*']);
  });

  test('manages no keys, and reads none: a leaked key makes no successor', async () => {
    const { apiKey, secret } = await owner.created({ fullAccess: true });
    const key = keyRequests(app, { bearer: secret });
    for (const answer of [
      await key.list(),
      await key.create({ environment: 'TEST', name: 'Successor' }),
      await key.rotate({ id: apiKey.id }),
      await key.update({ id: apiKey.id, scopes: ['api-keys:write'] }),
    ]) {
      expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([403, 'FORBIDDEN']);
    }
    const { status, body } = await exchange(app, { id: apiKey.id, secret }, { scope: 'api-keys:write' });
    expect([status, body['error']]).toEqual([400, 'invalid_scope']);
  });

  test('manages keys where the product says so', async () => {
    const other = await startTestApp({ product: { fullAccessManagesKeys: true } });
    const { owner: person } = await seedOrganization(other);
    const { apiKey, secret } = await keyRequests(other, person).created({ fullAccess: true });
    expect(apiKey.scopes).toEqual(['*', 'api-keys:*']);
    await keyRequests(other, { bearer: secret }).created({ fullAccess: true });
    await other.close();
  });

  test('cannot be both named and denied', async () => {
    const { status, errors } = await owner.create({ ...plain, scopes: ['*'], fullAccess: false });
    expect({ status, problems: errors[0]?.extensions['problems'] }).toEqual({
      status: 400,
      problems: [{ field: 'input.fullAccess', problem: 'is false, but the scopes name full access' }],
    });
  });
});

describe('a member who may manage keys', () => {
  test('grants everything that the product offers, the reserved scopes too', async () => {
    const member = await organization.addMember('MEMBER', ['MANAGE_API_KEYS']);
    const requests = keyRequests(app, member);
    const scopes = ['invoices:*', 'clients:read', 'api-keys:*', 'api-keys:read', 'api-keys:write'];
    expect((await requests.created({ scopes })).apiKey.scopes).toEqual(scopes);
    expect((await requests.created({ fullAccess: true })).apiKey.fullAccess).toBe(true);
  });
});

describe('a management key', () => {
  test('grants what it holds: by name, and actions of a resource that it holds whole', async () => {
    const key = await managing({ scopes: ['api-keys:write', 'invoices:*', 'clients:read'] });
    const scopes = ['invoices:*', 'invoices:write', 'clients:read', 'api-keys:write'];
    expect((await key.created({ scopes })).apiKey.scopes).toEqual(scopes);
  });

  test('is refused what it lacks, all of it by name, and nothing is created', async () => {
    const key = await managing({ scopes: ['api-keys:write', 'invoices:read', 'invoices:write'] });
    const scopes = ['invoices:read', 'invoices:*', 'clients:read', 'api-keys:read', 'api-keys:*'];
    expect(dataOf(await key.create({ ...plain, scopes })).createApiKey).toMatchInlineSnapshot(`
      {
        "__typename": "ScopeNotGrantable",
        "code": "SCOPE_NOT_GRANTABLE",
        "message": "You do not have invoices:*, clients:read, api-keys:*, api-keys:read, so you cannot grant it.",
        "remedy": "Grant only what you hold yourself.",
        "scopes": [
          "invoices:*",
          "clients:read",
          "api-keys:*",
          "api-keys:read",
        ],
      }
    `);
    expect(await refusedScopes(key.create({ ...plain, fullAccess: true }))).toEqual(['*']);
    expect(await refusedScopes(key.create({ ...plain, scopes: ['*', 'invoices:read'] }))).toEqual(['*']);
    expect((await key.listed()).edges).toHaveLength(1);
  });

  test('with full access grants full access', async () => {
    const key = await managing({ fullAccess: true, scopes: ['api-keys:write'] });
    expect((await key.created({ fullAccess: true })).apiKey.fullAccess).toBe(true);
  });

  test('cannot give more to another key, nor to itself', async () => {
    const own = await organization.addKey({ scopes: ['api-keys:write', 'invoices:read'] });
    const key = keyRequests(app, { bearer: own.secret });
    const other = await organization.addKey({ scopes: ['invoices:read'] });
    for (const { id } of [own, other]) {
      const before = await owner.found(id);
      expect(await refusedChange(key.update({ id, fullAccess: true }))).toEqual(['*']);
      expect(await refusedChange(key.update({ id, scopes: ['invoices:read', 'clients:*'] }))).toEqual([
        'clients:*',
      ]);
      expect(await owner.found(id)).toEqual(before);
    }
  });

  test('may rename a key that holds more, and take from it, but not give back', async () => {
    const key = await managing({ scopes: ['api-keys:write'] });
    const { id } = await organization.addKey({ scopes: ['invoices:*', 'clients:read'] });
    expect(await key.updated({ id, name: 'Renamed' })).toMatchObject({ name: 'Renamed' });
    expect(await key.updated({ id, scopes: ['invoices:*'] })).toMatchObject({ scopes: ['invoices:*'] });
    expect(await key.updated({ id, scopes: ['invoices:read'] })).toMatchObject({ scopes: ['invoices:read'] });
    expect(await refusedChange(key.update({ id, scopes: ['invoices:*'] }))).toEqual(['invoices:*']);
  });

  test('cannot bring back an expired key that holds more than itself', async () => {
    const key = await managing({ scopes: ['api-keys:write', 'invoices:read'] });
    const expired = { expiresAt: new Date('2020-01-01') };
    const greater = await organization.addKey({ ...expired, scopes: ['invoices:read', 'clients:read'] });
    const full = await organization.addKey({ ...expired, fullAccess: true });
    const lesser = await organization.addKey({ ...expired, scopes: ['invoices:read'] });
    expect(await refusedChange(key.update({ id: greater.id, expiresAt: null }))).toEqual(['clients:read']);
    expect(await refusedChange(key.update({ id: full.id, expiresAt: null }))).toEqual(['*']);
    expect(await key.updated({ id: lesser.id, expiresAt: null })).toMatchObject({ status: 'ACTIVE' });
    const reduced = await key.updated({ id: greater.id, expiresAt: null, scopes: ['invoices:read'] });
    expect(reduced).toMatchObject({ status: 'ACTIVE', scopes: ['invoices:read'] });
  });
});

describe('a service', () => {
  test('grants no reserved scope that carries more than its own permissions', async () => {
    const service = async (...permissions: Parameters<typeof seedServiceToken>[1]) =>
      keyRequests(app, { bearer: await seedServiceToken(app, permissions), organization: organization.id });
    const limited = await service('MANAGE_API_KEYS');
    const scopes = ['invoices:*', 'api-keys:read', 'api-keys:write'];
    expect(await refusedScopes(limited.create({ ...plain, scopes }))).toEqual([
      'api-keys:read',
      'api-keys:write',
    ]);
    await limited.created({ scopes: ['invoices:*'] });
    const whole = await service('MANAGE_API_KEYS', 'READ_API_KEYS', 'READ_ORGANIZATION');
    await whole.created({ scopes });
  });
});

const allScopes = [
  'invoices:read',
  'invoices:write',
  'invoices:*',
  'clients:read',
  'clients:*',
  'api-keys:read',
  'api-keys:write',
  'api-keys:*',
];

test('what a key creates never covers a scope that it does not cover itself, whatever it holds and asks', async () => {
  const single = allScopes.filter((scope) => !scope.endsWith('*'));
  const covers = (held: readonly string[], scope: string) =>
    held.includes('*') || held.includes(scope) || held.includes(`${scope.split(':')[0]}:*`);
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(allScopes),
      fc.subarray([...allScopes, '*'], { minLength: 1 }),
      async (held, asked) => {
        const holder = [...held, 'api-keys:write'];
        const answer = dataOf(await (await managing({ scopes: holder })).create({ ...plain, scopes: asked }));
        const exceeds =
          asked.includes('*') ||
          asked.some((scope) => (scope.endsWith(':*') ? !holder.includes(scope) : !covers(holder, scope)));
        expect(answer.createApiKey.__typename).toBe(exceeds ? 'ScopeNotGrantable' : 'CreateApiKeyPayload');
        if (answer.createApiKey.__typename !== 'CreateApiKeyPayload') return;
        const { scopes } = answer.createApiKey.apiKey;
        expect(single.filter((scope) => covers(scopes, scope) && !covers(holder, scope))).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});
