import { parseSessionToken } from '../../src/access/session-token.ts';
import { formatId, newUuid } from '../../src/lib/ids.ts';
import { hashSecret } from '../../src/lib/secrets.ts';
import type { Role } from '../../src/members/role.ts';
import type { Permission } from '../../src/permissions.ts';
import type { TestApp } from '../support/app.ts';
import {
  type SeededMember,
  type SeededOrganization,
  seedOrganization,
  seedServiceToken,
} from '../support/seed.ts';

/** Who asks, by what decides over their rights; the matrix works out from this alone what they may do. */
export type Holding =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'outsider' }
  | { readonly kind: 'member'; readonly role: Role; readonly granted: readonly Permission[] }
  | { readonly kind: 'key'; readonly scopes: readonly string[]; readonly fullAccess: boolean }
  | {
      readonly kind: 'service';
      readonly permissions: readonly Permission[];
      readonly inOrganization: boolean;
    };

export type Asker = {
  readonly name: string;
  readonly holding: Holding;
  readonly headers: Readonly<Record<string, string>>;
  /** One's own session, or another's where there is none. */
  readonly sessionId: string;
};

/** An organization with one of everything that a request can be about. */
export type World = {
  readonly organization: SeededOrganization;
  readonly keyId: string;
  readonly keySecret: string;
  /** A member whom others can change, remove, or make an owner. */
  readonly target: SeededMember;
  readonly invitationId: string;
  readonly serviceTokenId: string;
  readonly askers: readonly Asker[];
};

const memberKinds: readonly [string, Role, readonly Permission[]][] = [
  ['member', 'MEMBER', []],
  ['member with Manage API keys', 'MEMBER', ['MANAGE_API_KEYS']],
  ['member with Manage members', 'MEMBER', ['MANAGE_MEMBERS']],
  ['admin', 'ADMIN', []],
  ['owner', 'OWNER', []],
];

const keyKinds: readonly [string, readonly string[], boolean][] = [
  ['key of the product', ['invoices:*'], false],
  ['management key with api-keys:read', ['api-keys:read'], false],
  ['management key with api-keys:write', ['api-keys:write'], false],
  ['management key with full access', ['api-keys:read', 'api-keys:write'], true],
  ['key with full access, which manages no keys', [], true],
];

const serviceKinds: readonly [string, readonly Permission[], boolean][] = [
  ['service that verifies', ['VERIFY_API_KEYS'], true],
  ['service that operates', ['OPERATE'], false],
  ['service that makes service tokens', ['MANAGE_SERVICE_TOKENS', 'VERIFY_API_KEYS'], false],
  ['service that manages keys', ['READ_ORGANIZATION', 'READ_API_KEYS', 'MANAGE_API_KEYS'], true],
  [
    'service that manages keys, without an organization',
    ['READ_ORGANIZATION', 'READ_API_KEYS', 'MANAGE_API_KEYS'],
    false,
  ],
  [
    'service that manages people',
    ['READ_ORGANIZATION', 'READ_MEMBERS', 'MANAGE_MEMBERS', 'MANAGE_ORGANIZATION'],
    true,
  ],
];

export async function seedWorld(app: TestApp): Promise<World> {
  const [organization, elsewhere] = await Promise.all([seedOrganization(app), seedOrganization(app)]);
  const target = await organization.addMember('MEMBER');
  const key = await organization.addKey({ name: 'The key' });
  const outsider = memberAsker('outsider', elsewhere.owner, { kind: 'outsider' });
  const anonymous: Asker = { ...outsider, name: 'anonymous', holding: { kind: 'anonymous' }, headers: {} };
  const people = memberKinds.map(async ([name, role, granted]) =>
    memberAsker(name, await organization.addMember(role, granted), { kind: 'member', role, granted }),
  );
  const keys = keyKinds.map(async ([name, scopes, fullAccess]): Promise<Asker> => {
    const { secret } = await organization.addKey({ scopes: [...scopes], fullAccess });
    return { ...anonymous, name, holding: { kind: 'key', scopes, fullAccess }, headers: bearer(secret) };
  });
  const services = serviceKinds.map(async ([name, permissions, inOrganization]): Promise<Asker> => {
    const headers = {
      ...bearer(await seedServiceToken(app, permissions)),
      ...(inOrganization && { 'latchkey-organization': organization.id }),
    };
    return { ...anonymous, name, holding: { kind: 'service', permissions, inOrganization }, headers };
  });
  return {
    organization,
    keyId: key.id,
    keySecret: key.secret,
    target,
    invitationId: await seedInvitation(app, organization),
    serviceTokenId: await serviceTokenId(app),
    askers: [
      anonymous,
      { ...outsider, headers: { ...outsider.headers, 'latchkey-organization': organization.id } },
      ...(await Promise.all([...people, ...keys, ...services])),
    ],
  };
}

function memberAsker(name: string, member: SeededMember, holding: Holding): Asker {
  const session = parseSessionToken(member.bearer);
  if (session === null) throw new Error('The seeded session has no valid token');
  return { name, holding, headers: bearer(member.bearer), sessionId: formatId('session', session.sessionId) };
}

function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}

async function seedInvitation(app: TestApp, { uuid, owner }: SeededOrganization): Promise<string> {
  const id = newUuid();
  await app.services.database
    .insertInto('invitations')
    .values({
      id,
      organizationId: uuid,
      email: `${id}@example.com`,
      role: 'MEMBER',
      invitedByType: 'MEMBER',
      invitedById: owner.memberUuid,
      expiresAt: new Date('2100-01-01'),
    })
    .execute();
  return formatId('invitation', id);
}

async function serviceTokenId(app: TestApp): Promise<string> {
  const token = await seedServiceToken(app, ['VERIFY_API_KEYS']);
  const { id } = await app.services.database
    .selectFrom('serviceTokens')
    .select('id')
    .where('tokenHash', '=', hashSecret(token))
    .executeTakeFirstOrThrow();
  return formatId('serviceToken', id);
}
