import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';
import { stable } from '../support/stable.ts';
import { type KeyRequests, keyRequests } from './key-requests.ts';

let app: TestApp;
let organization: SeededOrganization;
let owner: KeyRequests;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  organization = await seedOrganization(app, { plan: 'professional' });
  owner = keyRequests(app, organization.owner);
});

const plain = { environment: 'TEST', name: 'Server' } as const;

test('a key is created with every setting, which the answer and later queries show alike', async () => {
  const { secret, apiKey } = await owner.created({
    environment: 'LIVE',
    name: 'Checkout',
    description: 'Charges cards.\nOwned by the billing team.',
    scopes: ['clients:read', 'invoices:*', 'clients:read'],
    expiresAt: '2099-05-06T07:08:09.123+02:00',
    rateLimit: { perMinute: 50, perHour: 500 },
    ipAllowlist: ['203.0.113.7', '2001:DB8::/32'],
    metadata: { team: 'billing', tags: ['a', null, 1.5, true, { nested: {} }] },
  });
  expect(secret).toMatch(/^sk_live_[0-9A-Za-z]{49}$/);
  expect(apiKey.maskedSecret).toBe(`sk_live_…${secret.slice(-4)}`);
  expect(apiKey.createdBy).toEqual({
    type: 'MEMBER',
    id: organization.owner.id,
    name: organization.owner.name,
  });
  expect(await owner.found(apiKey.id)).toEqual(apiKey);
  expect((await owner.listed()).edges.map(({ node }) => node)).toEqual([apiKey]);
  expect(apiKey.expiresAt).toBe('2099-05-06T05:08:09.123Z');
  expect(stable({ ...apiKey, createdBy: null })).toMatchInlineSnapshot(`
    {
      "createdAt": "<time>",
      "createdBy": null,
      "description": "Charges cards.
    Owned by the billing team.",
      "environment": "LIVE",
      "expiresAt": "<time>",
      "fullAccess": false,
      "id": "key_…",
      "ipAllowlist": [
        "203.0.113.7/32",
        "2001:db8::/32",
      ],
      "maskedSecret": "sk_live_…<last four>",
      "metadata": {
        "tags": [
          "a",
          null,
          1.5,
          true,
          {
            "nested": {},
          },
        ],
        "team": "billing",
      },
      "name": "Checkout",
      "rateLimit": {
        "perHour": 500,
        "perMinute": 50,
      },
      "revokedAt": null,
      "revokedBy": null,
      "scopes": [
        "invoices:*",
        "clients:read",
      ],
      "status": "ACTIVE",
      "suspendedAt": null,
      "suspendedBy": null,
      "updatedAt": "<time>",
    }
  `);
});

test('a key needs no more than an environment and a name: it then may do nothing, for ever, from anywhere', async () => {
  const { apiKey } = await owner.created({ ...plain });
  expect(apiKey).toMatchObject({
    description: null,
    scopes: [],
    fullAccess: false,
    status: 'ACTIVE',
    expiresAt: null,
    revokedAt: null,
    revokedBy: null,
    ipAllowlist: [],
    metadata: {},
    rateLimit: { perMinute: 500, perHour: 10_000 },
  });
});

test('null for an optional setting is the same as leaving it out', async () => {
  const nulls = { description: null, scopes: null, fullAccess: null, expiresAt: null, expiresOn: null };
  const { apiKey } = await owner.created({ ...nulls, rateLimit: null, ipAllowlist: null, metadata: null });
  const { apiKey: bare } = await owner.created();
  expect(stable(apiKey)).toEqual(stable(bare));
});

test('a caller who may not manage keys is refused, and nothing is created', async () => {
  const member = await organization.addMember('MEMBER');
  const answers = await Promise.all([
    keyRequests(app, member).create(plain),
    keyRequests(app, {}).create(plain),
  ]);
  expect(
    stable(answers.map(({ status, data, errors }) => ({ status, data, errors }))),
  ).toMatchInlineSnapshot(`
    [
      {
        "data": null,
        "errors": [
          {
            "extensions": {
              "code": "FORBIDDEN",
              "remedy": "Use a credential that has this permission, or ask an administrator to grant it.",
            },
            "locations": [
              {
                "column": 3,
                "line": 2,
              },
            ],
            "message": "This requires the permission MANAGE_API_KEYS.",
            "path": [
              "createApiKey",
            ],
          },
        ],
        "status": 403,
      },
      {
        "data": null,
        "errors": [
          {
            "extensions": {
              "code": "UNAUTHENTICATED",
              "remedy": "Sign in, or send a valid credential as "Authorization: Bearer …".",
            },
            "locations": [
              {
                "column": 3,
                "line": 2,
              },
            ],
            "message": "Authentication required",
            "path": [
              "createApiKey",
            ],
          },
        ],
        "status": 401,
      },
    ]
  `);
  expect((await owner.listed()).edges).toEqual([]);
});

test('a value of a wrong type is refused with a word on what was expected, and creates nothing', async () => {
  const wrong = [
    ['environment', 'PRODUCTION'],
    ['environment', null],
    ['name', 7],
    ['name', null],
    ['scopes', [null]],
    ['scopes', { a: 1 }],
    ['fullAccess', 'true'],
    ['expiresAt', 'tomorrow'],
    ['expiresAt', '2099-02-30T00:00:00Z'],
    ['expiresAt', '2099-01-01T00:00:00'],
    ['expiresOn', '2099-1-1'],
    ['expiresOn', '2099-02-29'],
    ['rateLimit', { perMinute: 1.5 }],
    ['rateLimit', { perMinute: 3e9 }],
    ['rateLimit', { perSecond: 1 }],
    ['ipAllowlist', [1]],
    ['color', 'red'],
  ] as const;
  for (const [field, value] of wrong) {
    const answer = await sendLoosely(JSON.stringify({ input: { ...plain, [field]: value } }));
    expect(answer, field).toMatchObject({ body: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] } });
  }
  expect((await owner.listed()).edges).toEqual([]);
});

/** Without the types, which would not let a wrong value through. */
async function sendLoosely(variables: string) {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${organization.owner.bearer}` },
    body: `{"query":"mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { __typename } }","variables":${variables}}`,
  });
  const body: unknown = await response.json();
  return { status: response.status, body };
}
