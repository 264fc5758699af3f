import { parseSessionToken } from '../../src/access/session-token.ts';
import { hashSecret } from '../../src/lib/secrets.ts';
import type { Permission } from '../../src/permissions.ts';
import type { TestApp } from '../support/app.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';

/** Somebody with a credential; what it is worth at a moment, the rows say (standing.ts). */
export type Actor = {
  readonly name: string;
  readonly kind: 'anonymous' | 'session' | 'key' | 'service';
  readonly bearer: string | null;
  /** The id of the session, the key, or the service token. */
  readonly credentialId: string;
  /** The organization it was made for. */
  readonly home: string | null;
  /** In every name that it gives, and in everything of its organization. */
  readonly marker: string;
};

export type Tenants = {
  readonly actors: readonly Actor[];
  /** Organization → what stands in all its names. */
  readonly markers: ReadonlyMap<string, string>;
  readonly secrets: readonly string[];
};

const letters = ['alpha', 'bravo', 'charlie'];

/** Three organizations with everybody there can be, one of whom is in two of them, and the product's services. */
export async function seedTenants(app: TestApp, run: number): Promise<Tenants> {
  const seeded = await Promise.all(letters.map((letter) => seedTenant(app, `zq${letter}${run}zq`)));
  const [first, second] = seeded;
  if (first === undefined || second === undefined) throw new Error('There are no organizations');
  const both = await seedBoth(app, first.organization, second.organization);
  const anonymous: Actor = {
    name: 'anonymous',
    kind: 'anonymous',
    bearer: null,
    credentialId: '',
    home: null,
    marker: 'zqnobodyzq',
  };
  return {
    actors: [anonymous, both, ...seeded.flatMap(({ actors }) => actors), ...(await seedServices(app))],
    markers: new Map(seeded.map(({ organization, marker }) => [organization.uuid, marker])),
    secrets: seeded.flatMap(({ secrets }) => secrets),
  };
}

async function seedTenant(app: TestApp, marker: string) {
  const organization = await seedOrganization(app, { name: `${marker} Incorporated` });
  const { uuid } = organization;
  const people = [
    organization.owner,
    await organization.addMember('ADMIN'),
    await organization.addMember('MEMBER'),
    await organization.addMember('MEMBER', ['MANAGE_API_KEYS']),
    await organization.addMember('MEMBER', ['MANAGE_MEMBERS']),
  ];
  const keys = await Promise.all([
    organization.addKey({ name: `${marker} product`, scopes: ['invoices:*'] }),
    organization.addKey({ name: `${marker} reads`, scopes: ['api-keys:read', 'clients:read'] }),
    organization.addKey({ name: `${marker} writes`, scopes: ['api-keys:write', 'clients:*'] }),
    organization.addKey({ name: `${marker} full`, scopes: ['api-keys:*'], fullAccess: true }),
    organization.addKey({ name: `${marker} live`, scopes: ['api-keys:write'], environment: 'LIVE' }),
  ]);
  await app.testDatabase.pool.query(
    `update users set name = $1 || ' ' || name, email = $1 || '-' || email
     where id in (select user_id from members where organization_id = $2)`,
    [marker, uuid],
  );
  const actors = [
    ...people.map((person, index) => sessionActor(`${marker} person ${index}`, person.bearer, uuid, marker)),
    ...keys.map(
      (key, index): Actor => ({
        name: `${marker} key ${index}`,
        kind: 'key',
        bearer: key.secret,
        credentialId: key.uuid,
        home: uuid,
        marker,
      }),
    ),
  ];
  return { organization, marker, actors, secrets: keys.map(({ secret }) => secret) };
}

function sessionActor(name: string, bearer: string, home: string, marker: string): Actor {
  const credentialId = parseSessionToken(bearer)?.sessionId;
  if (credentialId === undefined) throw new Error('The seeded session has no valid token');
  return { name, kind: 'session', bearer, credentialId, home, marker };
}

/** An owner of the first who is a plain member of the second: rights must not travel. */
async function seedBoth(app: TestApp, first: SeededOrganization, second: SeededOrganization): Promise<Actor> {
  const person = await first.addMember('OWNER');
  const guest = await second.addMember('MEMBER');
  await app.testDatabase.pool.query('update members set user_id = $1 where id = $2', [
    person.userUuid,
    guest.memberUuid,
  ]);
  return sessionActor('person of two', person.bearer, first.uuid, 'zqbothzq');
}

async function seedServices(app: TestApp): Promise<Actor[]> {
  const kinds: readonly (readonly Permission[])[] = [
    ['VERIFY_API_KEYS'],
    ['OPERATE'],
    ['MANAGE_SERVICE_TOKENS', 'VERIFY_API_KEYS'],
    ['READ_ORGANIZATION', 'READ_API_KEYS', 'MANAGE_API_KEYS'],
    ['READ_ORGANIZATION', 'READ_MEMBERS', 'MANAGE_MEMBERS'],
  ];
  return Promise.all(
    kinds.map(async (permissions): Promise<Actor> => {
      const bearer = await seedServiceToken(app, permissions);
      const { id } = await app.services.database
        .selectFrom('serviceTokens')
        .select('id')
        .where('tokenHash', '=', hashSecret(bearer))
        .executeTakeFirstOrThrow();
      const name = `service ${permissions.join('+')}`;
      return { name, kind: 'service', bearer, credentialId: id, home: null, marker: 'zqservicezq' };
    }),
  );
}
