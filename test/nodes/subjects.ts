import { setTimeout as sleep } from 'node:timers/promises';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Pool } from '../../src/database/pool.ts';
import { formatId } from '../../src/lib/ids.ts';
import { RevokeApiKey, SuspendApiKey, UpdateApiKey } from '../api-keys/documents.ts';
import type { UpdateApiKeyInput } from '../gql/graphql.ts';
import { UpdateMember } from '../members/documents.ts';
import { SetOrganizationPlan } from '../organizations/documents.ts';
import { RevokeServiceToken } from '../service-tokens/documents.ts';
import { seedingOn } from '../support/node-processes.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { seedServiceToken as seedVerifier } from '../support/verification-rows.ts';
import type { Side } from './history.ts';
import { codeOf, type GraphQLAnswer, graphql, isRefused, verify } from './send.ts';

/** Something that is changed once, through any node, and can be looked at through any node. */
export type Subject = {
  readonly name: string;
  /** Returns the result of one request to this node. An answer that fits neither side of the change is an error. */
  look(url: string): Promise<Side>;
  /** May be sent again when it was not answered. */
  change(url: string): Promise<void>;
};

export type Seeded = {
  readonly pool: Pool;
  /** A service token that verifies. */
  readonly verifier: string;
  /** A service token that operates. */
  readonly operator: string;
  /** For keys without limits. */
  readonly unlimited: SeededOrganization;
  /** For keys with limits that no test reaches. Each verification writes its count. */
  readonly limited: SeededOrganization;
};

const high = 1_000_000;

export async function seedInstallation(pool: Pool): Promise<Seeded> {
  const seeding = seedingOn(pool);
  const unlimited = await seedOrganization(seeding, { plan: 'enterprise' });
  const limited = await seedOrganization(seeding, { plan: 'enterprise' });
  await setLimit(pool, limited, high);
  return {
    pool,
    verifier: await seedServiceToken(seeding, ['VERIFY_API_KEYS']),
    operator: await seedServiceToken(seeding, ['OPERATE', 'MANAGE_SERVICE_TOKENS']),
    unlimited,
    limited,
  };
}

type Make = (seeded: Seeded, name: string) => Promise<Subject>;

export async function subjectsOf(seeded: Seeded, make: Make, count: number): Promise<Subject[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => make(seeded, `${make.name} ${index}`)));
}

/** Every other key is limited, so that both ways through the shared statement are taken. */
export async function revokedKey(seeded: Seeded, name: string): Promise<Subject> {
  const organization = name.endsWith('1') ? seeded.limited : seeded.unlimited;
  const key = await organization.addKey();
  const input = { id: key.id };
  return {
    name,
    look: async (url) =>
      sideOf(await codeOf(url, seeded.verifier, { key: key.secret }), { before: 'VALID', after: 'REVOKED' }),
    change: async (url) => {
      const { revokeApiKey } = await dataOf(url, organization.owner.bearer, RevokeApiKey, { input });
      // The answer to an attempt before may have been lost.
      expectMember(revokeApiKey, ['RevokeApiKeyPayload', 'ApiKeyAlreadyRevoked']);
    },
  };
}

export async function suspendedKey({ unlimited, verifier }: Seeded, name: string): Promise<Subject> {
  const key = await unlimited.addKey();
  const input = { id: key.id };
  return {
    name,
    look: async (url) =>
      sideOf(await codeOf(url, verifier, { key: key.secret }), { before: 'VALID', after: 'SUSPENDED' }),
    change: async (url) => {
      const { suspendApiKey } = await dataOf(url, unlimited.owner.bearer, SuspendApiKey, { input });
      expectMember(suspendApiKey, ['SuspendApiKeyPayload', 'ApiKeyAlreadySuspended']);
    },
  };
}

export async function loweredScope({ unlimited, verifier }: Seeded, name: string): Promise<Subject> {
  const key = await unlimited.addKey({ scopes: ['invoices:read', 'invoices:write'] });
  const asked = { key: key.secret, scopes: ['invoices:write'] };
  return {
    name,
    look: async (url) =>
      sideOf(await codeOf(url, verifier, asked), { before: 'VALID', after: 'INSUFFICIENT_SCOPES' }),
    change: (url) => updateKey(url, unlimited, { id: key.id, scopes: ['invoices:read'] }),
  };
}

export async function removedAddress({ unlimited, verifier }: Seeded, name: string): Promise<Subject> {
  const key = await unlimited.addKey({ ipAllowlist: ['203.0.113.0/24', '198.51.100.0/24'] });
  const asked = { key: key.secret, ip: '203.0.113.7' };
  return {
    name,
    look: async (url) =>
      sideOf(await codeOf(url, verifier, asked), { before: 'VALID', after: 'IP_NOT_ALLOWED' }),
    change: (url) => updateKey(url, unlimited, { id: key.id, ipAllowlist: ['198.51.100.0/24'] }),
  };
}

/** The end of a key that had none: it is told from the change's answer on. */
export async function shortenedExpiry({ unlimited, verifier }: Seeded, name: string): Promise<Subject> {
  const key = await unlimited.addKey();
  const expiresAt = '2099-01-01T00:00:00.000Z';
  return {
    name,
    look: async (url) => {
      const answer = await verify(url, verifier, { key: key.secret });
      return sideOf(answer?.expiresAt ?? 'none', { before: 'none', after: expiresAt });
    },
    change: (url) => updateKey(url, unlimited, { id: key.id, expiresAt }),
  };
}

/** An end that comes: the change is done once that instant is over. Not to be sent again. */
export async function passedExpiry({ unlimited, verifier }: Seeded, name: string): Promise<Subject> {
  const key = await unlimited.addKey({ expiresAt: new Date('2099-01-01') });
  return {
    name,
    look: async (url) =>
      sideOf(await codeOf(url, verifier, { key: key.secret }), { before: 'VALID', after: 'EXPIRED' }),
    change: async (url) => {
      for (let aheadMs = 500; ; aheadMs *= 2) {
        const end = Date.now() + aheadMs;
        const input = { id: key.id, expiresAt: new Date(end).toISOString() };
        const answer = await graphql(url, unlimited.owner.bearer, UpdateApiKey, { input });
        // A busy machine got to it only after that instant, and so refused it.
        if (isRefused(answer) && answer.code === 'BAD_USER_INPUT') continue;
        expectMember(payloadOf(answer).updateApiKey, ['UpdateApiKeyPayload']);
        while (Date.now() <= end) await sleep(end - Date.now() + 1);
        return;
      }
    },
  };
}

export async function loweredPlan({ pool, verifier, operator }: Seeded, name: string): Promise<Subject> {
  const organization = await seedOrganization(seedingOn(pool), { plan: 'enterprise' });
  await setLimit(pool, organization, high);
  const key = await organization.addKey();
  const input = { organizationId: organization.id, plan: 'free' };
  return {
    name,
    // Whether a request passes depends on what was used; the limit that it is told does not.
    look: async (url) => {
      const answer = await verify(url, verifier, { key: key.secret });
      return sideOf(answer?.rateLimit?.windows[0]?.limit, { before: high, after: 100 });
    },
    change: async (url) => {
      await dataOf(url, operator, SetOrganizationPlan, { input });
    },
  };
}

export async function revokedServiceToken(
  { pool, operator, unlimited }: Seeded,
  name: string,
): Promise<Subject> {
  const { id, token } = await seedVerifier(pool);
  const key = await unlimited.addKey();
  const input = { id: formatId('serviceToken', id) };
  return {
    name,
    look: async (url) =>
      sideOf(await codeOf(url, token, { key: key.secret }), { before: 'VALID', after: 'UNAUTHENTICATED' }),
    change: async (url) => {
      await dataOf(url, operator, RevokeServiceToken, { input });
    },
  };
}

/** Seen in what the member may still do, which is to rename a key. */
export async function loweredMember({ pool }: Seeded, name: string): Promise<Subject> {
  const organization = await seedOrganization(seedingOn(pool));
  const member = await organization.addMember('MEMBER', ['MANAGE_API_KEYS']);
  const key = await organization.addKey();
  const rename = { input: { id: key.id, name: 'Renamed' } };
  const input = { memberId: member.id, permissions: [] };
  return {
    name,
    look: async (url) => {
      const answer = await graphql(url, member.bearer, UpdateApiKey, rename);
      const told = isRefused(answer) ? answer.code : answer.data.updateApiKey.__typename;
      return sideOf(told, { before: 'UpdateApiKeyPayload', after: 'FORBIDDEN' });
    },
    change: async (url) => {
      const { updateMember } = await dataOf(url, organization.owner.bearer, UpdateMember, { input });
      expectMember(updateMember, ['UpdateMemberPayload']);
    },
  };
}

async function updateKey(
  url: string,
  { owner }: SeededOrganization,
  input: UpdateApiKeyInput,
): Promise<void> {
  const { updateApiKey } = await dataOf(url, owner.bearer, UpdateApiKey, { input });
  expectMember(updateApiKey, ['UpdateApiKeyPayload']);
}

function sideOf<Told>(told: Told, { before, after }: Readonly<Record<Side, Told>>): Side {
  if (told === before) return 'before';
  if (told === after) return 'after';
  throw new Error(`Expected ${before} or ${after}, got ${told}`);
}

function expectMember({ __typename }: { readonly __typename: string }, names: readonly string[]): void {
  if (!names.includes(__typename)) throw new Error(`Expected ${names.join(' or ')}, got ${__typename}`);
}

async function dataOf<Data, Variables>(
  url: string,
  bearer: string,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  return payloadOf(await graphql(url, bearer, document, variables));
}

function payloadOf<Data>(answer: GraphQLAnswer<Data>): Data {
  if (isRefused(answer)) throw new Error(`A change was refused with ${answer.code}`);
  return answer.data;
}

async function setLimit(pool: Pool, { uuid }: SeededOrganization, limit: number): Promise<void> {
  await pool.query('update organizations set limit_per_minute = $2, limit_per_hour = $2 where id = $1', [
    uuid,
    limit,
  ]);
}
