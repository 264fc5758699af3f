import { describe, expect, it } from 'vitest';
import { defineConfig } from '../../src/config/define-config.ts';
import { resolveConfiguration } from '../../src/config/resolve-configuration.ts';
import { StartError } from '../../src/start-error.ts';

const resources = { invoices: { actions: { read: 'View invoices', write: 'Change invoices' } } };
const smallest = { productName: 'Acme', resources };

/** The lines with which a configuration is refused. */
function problems(input: unknown): string[] {
  try {
    resolveConfiguration(input, 'latchkey.config.ts');
  } catch (error) {
    if (error instanceof StartError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('defineConfig', () => {
  it('makes a misspelt property, an unknown default plan and a wrong role compile errors', () => {
    const plans = { free: { limits: { perMinute: 1, perHour: 1 } } };
    // @ts-expect-error productNmae
    defineConfig({ productNmae: 'Acme', resources });
    // @ts-expect-error no such plan
    defineConfig({ ...smallest, plans, defaultPlan: 'fre' });
    // @ts-expect-error perDay
    defineConfig({ ...smallest, plans: { free: { limits: { perMinute: 1, perHour: 1, perDay: 1 } } } });
    // @ts-expect-error no such role
    defineConfig({ ...smallest, manageKeysByDefault: ['BOSS'] });
    defineConfig({
      ...smallest,
      // @ts-expect-error symmetric
      oidc: { issuer: 'https://a.example', audience: 'a', algorithms: ['HS256'] },
    });
    expect(defineConfig({ ...smallest, plans, defaultPlan: 'free' }).defaultPlan).toBe('free');
  });
});

describe('a configuration', () => {
  it('needs a product name and resources; the rest has defaults', () => {
    const { scopes, ...rest } = resolveConfiguration(defineConfig(smallest), 'latchkey.config.ts');
    expect(scopes.definitions.map((definition) => definition.name)).toEqual([
      'invoices:read',
      'invoices:write',
      'api-keys:read',
      'api-keys:write',
    ]);
    expect(rest).toMatchInlineSnapshot(`
      {
        "activeKeysPerEnvironment": null,
        "defaultPlan": "standard",
        "eventRetentionMonths": 13,
        "exposedKeys": "revoke",
        "formerKeyPrefixes": [],
        "githubKeysUrl": "https://api.github.com/meta/public_keys/secret_scanning",
        "keyPrefix": "sk",
        "liveKeysRequire": "nothing",
        "longestKeyLifetimeDays": null,
        "manageKeysByDefault": [
          "OWNER",
          "ADMIN",
        ],
        "oidc": null,
        "plans": Map {
          "standard" => {
            "autoRenewal": false,
            "limits": {
              "perHour": 10000,
              "perMinute": 1000,
            },
            "liveKeys": true,
            "name": "standard",
          },
        },
        "productName": "Acme",
        "tokens": {
          "algorithm": "ES256",
          "audience": null,
          "lifetimeSeconds": 900,
        },
      }
    `);
  });

  it('keeps access tokens as they are by default where it says only something of them', () => {
    const tokens = (input: object) => resolveConfiguration({ ...smallest, tokens: input }, 'test').tokens;
    expect(tokens({ audience: 'https://api.example.com' })).toEqual({
      lifetimeSeconds: 900,
      audience: 'https://api.example.com',
      algorithm: 'ES256',
    });
    expect(tokens({ lifetimeSeconds: 86_400, algorithm: 'RS256' })).toMatchObject({ audience: null });
    expect(problems({ ...smallest, tokens: { lifetimeSeconds: 86_401 } })).toHaveLength(1);
    expect(problems({ ...smallest, tokens: { lifetime: 60 } })).toHaveLength(1);
  });

  it('takes the first plan as the default, and keeps the order of plans', () => {
    const limits = 'custom';
    const plans = { zinc: { limits }, gold: { limits }, argon: { limits } };
    const configuration = resolveConfiguration({ ...smallest, plans }, 'latchkey.config.ts');
    expect([...configuration.plans.keys()]).toEqual(['zinc', 'gold', 'argon']);
    expect(configuration.defaultPlan).toBe('zinc');
  });

  it('always lets owners manage keys', () => {
    const configuration = resolveConfiguration({ ...smallest, manageKeysByDefault: ['MEMBER'] }, 'test');
    expect(configuration.manageKeysByDefault).toEqual(['OWNER', 'MEMBER']);
  });
});

describe('a wrong configuration', () => {
  it('is refused with every wrong value, its path and what was expected', () => {
    expect(
      problems({
        productName: '',
        keyPrefix: 'SK_',
        resources: { Invoices: { actions: { read: 'View' } }, clients: { actions: { read: 7 } } },
        plans: { free: { limits: { perMinute: 'many', perHour: 1.5 } }, pro: { limits: 'unlimited' } },
        activeKeysPerEnvironment: 0,
        liveKeysRequire: 'money',
        manageKeysByDefault: ['OWNER', 'BOSS'],
        longestKeyLifetimeDays: Number.NaN,
        tokens: { lifetimeSeconds: 59, audience: '', algorithm: 'HS256' },
        oidc: { issuer: 'http://id.example.com', audience: 'a', algorithms: ['HS256'] },
      }),
    ).toMatchInlineSnapshot(`
      [
        "latchkey.config.ts: productName: expected a text of 1 to 200 characters without line breaks, got """,
        "latchkey.config.ts: keyPrefix: expected 1 to 16 lowercase letters and digits that start with a letter, got "SK_"",
        "latchkey.config.ts: resources.Invoices: expected a name of lowercase letters, digits, "-" and "_" that starts with a letter, got "Invoices"",
        "latchkey.config.ts: resources.clients.actions.read: expected a text of 1 to 200 characters without line breaks, got 7",
        "latchkey.config.ts: plans.free.limits.perMinute: expected a whole number of at least 1, got "many"",
        "latchkey.config.ts: plans.free.limits.perHour: expected a whole number of at least 1, got 1.5",
        "latchkey.config.ts: plans.pro.limits: expected { perMinute, perHour } or "custom", got "unlimited"",
        "latchkey.config.ts: activeKeysPerEnvironment: expected a whole number of at least 1, got 0",
        "latchkey.config.ts: liveKeysRequire: expected one of "nothing", "upgraded-plan-with-payment-method", got "money"",
        "latchkey.config.ts: manageKeysByDefault.1: expected one of "OWNER", "ADMIN", "MEMBER", got "BOSS"",
        "latchkey.config.ts: longestKeyLifetimeDays: expected a whole number of at least 1, got NaN",
        "latchkey.config.ts: tokens.lifetimeSeconds: expected a whole number of 60 to 86400 seconds, got 59",
        "latchkey.config.ts: tokens.audience: expected a text of 1 to 200 characters without line breaks, got """,
        "latchkey.config.ts: tokens.algorithm: expected one of "ES256", "RS256", got "HS256"",
        "latchkey.config.ts: oidc.issuer: expected an https address (http only for localhost) without a query or fragment, got "http://id.example.com"",
        "latchkey.config.ts: oidc.algorithms.0: expected one of "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519", got "HS256"",
      ]
    `);
  });

  it('names unknown properties at any depth, with what was probably meant', () => {
    expect(
      problems({
        ...smallest,
        productNmae: 'Acme',
        colour: 'red',
        plans: { free: { limit: 'custom', limits: { perMinute: 1, perHour: 1, perhour: 1 } } },
      }),
    ).toMatchInlineSnapshot(`
      [
        "latchkey.config.ts: plans.free.limits: "perhour" is unknown, did you mean "perHour"?",
        "latchkey.config.ts: plans.free: "limit" is unknown, did you mean "limits"?",
        "latchkey.config.ts: "productNmae" is unknown, did you mean "productName"?; "colour" is unknown, expected productName, keyPrefix, formerKeyPrefixes, resources, fullAccess, fullAccessManagesKeys, plans, defaultPlan, activeKeysPerEnvironment, liveKeysRequire, manageKeysByDefault, longestKeyLifetimeDays, eventRetentionMonths, tokens, exposedKeys, githubKeysUrl, oidc",
      ]
    `);
  });

  it('is refused where two values do not fit together', () => {
    expect(problems({ ...smallest, defaultPlan: 'free', fullAccess: 'invoices:*' })).toMatchInlineSnapshot(`
      [
        "latchkey.config.ts: fullAccess: expected "*" or a name that is not a resource: this one already grants every action of a resource, got "invoices:*"",
        "latchkey.config.ts: defaultPlan: expected one of "standard", got "free"",
      ]
    `);
    expect(problems({ ...smallest, fullAccess: 'api-keys:*' })).toHaveLength(1);
  });

  it('may not use a prefix that starts ids or sessions, except key', () => {
    for (const keyPrefix of ['org', 'usr', 'mem', 'inv', 'ses', 'svc', 'session']) {
      expect(problems({ ...smallest, keyPrefix })).toHaveLength(1);
    }
    expect(problems({ ...smallest, keyPrefix: 'key' })).toEqual([]);
    expect(problems({ ...smallest, keyPrefix: 'a'.repeat(17) })).toHaveLength(1);
  });

  it('may not redefine the reserved resource, nor have none, nor one without actions', () => {
    expect(
      problems({ ...smallest, resources: { 'api-keys': { actions: { read: 'Mine' } } } }),
    ).toMatchInlineSnapshot(`
      [
        "latchkey.config.ts: resources: expected no resource "api-keys": it is reserved and always exists, got an object with api-keys",
      ]
    `);
    expect(problems({ ...smallest, resources: {} })).toMatchInlineSnapshot(`
      [
        "latchkey.config.ts: resources: expected at least one of resources, got an empty object",
      ]
    `);
    expect(problems({ ...smallest, resources: { invoices: { actions: {} } } })).toMatchInlineSnapshot(`
      [
        "latchkey.config.ts: resources.invoices.actions: expected at least one of actions, got an empty object",
      ]
    `);
    expect(
      problems({ ...smallest, resources: { invoices: { actions: { '*': 'All' } } } }),
    ).toMatchInlineSnapshot(`
      [
        "latchkey.config.ts: resources.invoices.actions.*: expected a name of lowercase letters, digits, "-" and "_" that starts with a letter, got "*"",
      ]
    `);
  });

  it('is refused in one line when it is no object at all', () => {
    for (const input of [null, undefined, 'sk', 7, [], () => smallest])
      expect(problems(input)).toHaveLength(1);
    expect(problems(() => smallest)).toMatchInlineSnapshot(`
      [
        "latchkey.config.ts: expected an object with the properties productName, keyPrefix, formerKeyPrefixes, resources, fullAccess, fullAccessManagesKeys, plans, defaultPlan, activeKeysPerEnvironment, liveKeysRequire, manageKeysByDefault, longestKeyLifetimeDays, eventRetentionMonths, tokens, exposedKeys, githubKeysUrl, oidc, got a function",
      ]
    `);
  });
});
