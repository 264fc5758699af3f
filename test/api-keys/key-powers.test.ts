import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ApiKeyActor, OrganizationActor } from '../../src/access/actor.ts';
import { ScopeNotGrantable } from '../../src/api-keys/api-keys.errors.ts';
import { checkMayGive, type KeyPowers } from '../../src/api-keys/key-powers.ts';
import { Refusal } from '../../src/errors.ts';
import { isAddressAllowed } from '../../src/lib/address-ranges.ts';
import { permissionsOfKey } from '../../src/permissions.ts';
import { grantsCover } from '../../src/scopes/scope-rules.ts';
import { testConfiguration } from '../support/verification.ts';

/*
 * What a key is good for is the set of its uses. The rule of giving is told here once more, by single uses: each one
 * that a change adds is one that the giver has.
 */

const ranges = ['10.0.0.0/8', '10.0.0.0/9', '10.128.0.0/9', '192.0.2.7/32'];
const ends = [1, 2, 3].map((day) => new Date(Date.UTC(2027, 0, day)));
const limits = [10, 20, 30];
const powers: fc.Arbitrary<KeyPowers> = fc.record({
  scopes: fc.subarray(['invoices:read', 'invoices:*', 'api-keys:write']),
  fullAccess: fc.boolean(),
  expiresAt: fc.constantFrom(null, ...ends),
  ipAllowlist: fc.subarray(ranges),
  limitPerMinute: fc.constantFrom(null, ...limits),
  limitPerHour: fc.constantFrom(null, ...limits),
  minuteMayExceedPlan: fc.constant(false),
  hourMayExceedPlan: fc.constant(false),
});

/** A request to the product. It may need no scope. */
type Use = { scope: string | null; address: string; at: Date; perMinute: number; perHour: number };

/** Each kind of use that the values above tell apart. The last limit is beyond all numbers. */
const scopes = [null, 'invoices:read', 'invoices:write', 'clients:read', 'api-keys:write'];
const uses: Use[] = scopes.flatMap((scope) =>
  ['10.0.0.1', '10.200.0.1', '192.0.2.7', '198.51.100.1'].flatMap((address) =>
    [0, 1, 2, 3].flatMap((day) =>
      [...limits, 40].flatMap((perMinute) =>
        [...limits, 40].map((perHour) => {
          return { scope, address, at: new Date(Date.UTC(2027, 0, day, 12)), perMinute, perHour };
        }),
      ),
    ),
  ),
);

function allows(key: KeyPowers, { scope, address, at, perMinute, perHour }: Use): boolean {
  return (
    (scope === null || grantsCover(key, scope)) &&
    isAddressAllowed(address, key.ipAllowlist) &&
    (key.expiresAt === null || at < key.expiresAt) &&
    perMinute <= (key.limitPerMinute ?? 40) &&
    perHour <= (key.limitPerHour ?? 40)
  );
}

function usesOf(key: KeyPowers): ReadonlySet<Use> {
  return new Set(uses.filter((use) => allows(key, use)));
}

function managementKey(held: KeyPowers): OrganizationActor {
  const permissions = permissionsOfKey((scope) => grantsCover(held, scope));
  const key: ApiKeyActor = {
    type: 'API_KEY',
    id: 'key',
    organizationId: 'organization',
    environment: 'LIVE',
    temporary: false,
    secretHash: Buffer.alloc(32),
    permissions,
    ...held,
  };
  return { ...key, key };
}

function mayGive(actor: OrganizationActor, before: KeyPowers | null, after: KeyPowers): boolean {
  try {
    checkMayGive(testConfiguration, actor, { before, after });
    return true;
  } catch (error) {
    if (error instanceof ScopeNotGrantable || error instanceof Refusal) return false;
    throw error;
  }
}

test('a management key gives no use that it lacks itself, whatever it makes or changes', () => {
  let given = 0;
  fc.assert(
    fc.property(powers, fc.option(powers), powers, (held, before, after) => {
      if (!mayGive(managementKey(held), before, after)) return;
      const had = before === null ? new Set() : usesOf(before);
      const added = [...usesOf(after)].filter((use) => !had.has(use));
      given += added.length;
      expect(added.filter((use) => !allows(held, use))).toEqual([]);
    }),
    { numRuns: 1500 },
  );
  expect(given).toBeGreaterThan(0);
});

test('a management key gives everything that it has itself, and may take from every key', () => {
  fc.assert(
    fc.property(powers, fc.option(powers), fc.gen(), (held, before, choose) => {
      expect(mayGive(managementKey(held), before, { ...held, scopes: [...held.scopes] })).toBe(true);
      if (before === null) return;
      const taken = {
        ...before,
        scopes: choose(fc.subarray, before.scopes),
        fullAccess: before.fullAccess && choose(fc.boolean),
        expiresAt: choose(fc.constantFrom, ...earlier(before.expiresAt)),
        ipAllowlist: choose(fc.constantFrom, ...narrower(before.ipAllowlist)),
        limitPerMinute: choose(fc.constantFrom, ...lower(before.limitPerMinute)),
        limitPerHour: choose(fc.constantFrom, ...lower(before.limitPerHour)),
      };
      expect(mayGive(managementKey(held), before, taken)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

function earlier(end: Date | null): (Date | null)[] {
  return [end, ...ends.filter((one) => end === null || one <= end)];
}

function lower(limit: number | null): (number | null)[] {
  return [limit, ...limits.filter((one) => limit === null || one <= limit)];
}

/** Not to the empty list, which allows all. */
function narrower(list: readonly string[]): string[][] {
  const from = list.length === 0 ? ranges : list;
  return [[...list], ...from.map((range) => [range])];
}

test('only what may exceed the plan is more than what may not, for each limit alone', () => {
  const held = { ...everything, limitPerMinute: 10, limitPerHour: 10 };
  const lacking = managementKey({ ...everything, scopes: ['api-keys:write'], fullAccess: false });
  for (const flag of ['minuteMayExceedPlan', 'hourMayExceedPlan'] as const) {
    expect(mayGive(lacking, held, { ...held, [flag]: true })).toBe(false);
    expect(mayGive(lacking, { ...held, [flag]: true }, held)).toBe(true);
  }
});

const everything: KeyPowers = {
  scopes: ['api-keys:*'],
  fullAccess: true,
  expiresAt: null,
  ipAllowlist: [],
  limitPerMinute: null,
  limitPerHour: null,
  minuteMayExceedPlan: false,
  hourMayExceedPlan: false,
};
