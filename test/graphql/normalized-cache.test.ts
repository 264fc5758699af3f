import { isInterfaceType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/graphql-server/schema.ts';
import { newUuid } from '../../src/lib/ids.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { postGraphQL } from '../support/raw.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';

/*
 * Relay and Apollo keep one record for each id, whatever led to it. So an id names one object of one type,
 * and what is told of it is the same wherever it is met.
 */

let app: TestApp;
let organization: SeededOrganization;
let operator: string;
beforeAll(async () => {
  app = await startTestApp();
  organization = await seedOrganization(app);
  operator = await seedServiceToken(app, ['OPERATE', 'MANAGE_SERVICE_TOKENS', 'READ_ORGANIZATION']);
});
afterAll(() => app.close());

test('each kind of id belongs to one type, which its description names', () => {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const kinds = types.flatMap((type) => {
    const id = type.getFields()['id'];
    if (id === undefined || type.name.startsWith('__')) return [];
    return [[/`([a-z]{3}_|kid)/.exec(id.description ?? '')?.[1], type.name] as const];
  });
  expect(kinds.length).toBeGreaterThan(7);
  expect(kinds.filter(([kind]) => kind === undefined)).toEqual([]);
  const typesByKind = Map.groupBy(kinds, ([kind]) => kind);
  expect([...typesByKind.values()].filter((sharing) => sharing.length > 1)).toEqual([]);
});

test('what has an id and is met under several types is an interface of them', () => {
  const actor = schema.getType('Actor');
  expect(
    isInterfaceType(actor) &&
      schema
        .getPossibleTypes(actor)
        .map(({ name }) => name)
        .toSorted(),
  ).toEqual(['ApiKey', 'Member', 'ServiceToken']);
});

type Entry = Record<string, unknown>;
const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As a client would: one record for each id. Fails where two objects of one id contradict each other. */
class NormalizedCache {
  readonly records = new Map<string, Entry>();

  add(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.add(item));
    if (!isEntry(value)) return value;
    const fields = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.add(inner)]));
    if (typeof value['id'] !== 'string') return fields;
    const id = value['id'];
    const known = this.records.get(id) ?? {};
    for (const [name, inner] of Object.entries(fields)) {
      if (name in known) expect([id, name, inner]).toEqual([id, name, known[name]]);
    }
    this.records.set(id, { ...known, ...fields });
    return { record: id };
  }
}

const actor = '{ __typename type id name ... on Member { email role } }';
const everything = `{
  viewer { __typename id name memberships { __typename id name email role organization { __typename id name plan createdAt } } }
  organization {
    __typename id name plan hasPaymentMethod createdAt
    members { edges { node { __typename id name email role type organization { __typename id name } } } }
    invitations { edges { node { __typename id email invitedBy ${actor} } } }
    apiKeys { edges { node { __typename id name type createdBy ${actor} revokedBy ${actor} } } }
  }
}`;

async function ask(query: string, bearer: string, headers = {}): Promise<unknown> {
  const { status, data, errors } = await postGraphQL(app, { query }, { bearer, headers });
  expect([status, errors]).toEqual([200, []]);
  return data;
}

describe('a cache by ids', () => {
  test('meets no contradiction in all that a member and an operator read', async () => {
    const { bearer, id: memberId } = organization.owner;
    const { secret } = await organization.addKey({ scopes: ['api-keys:write'] });
    const create = `mutation { createApiKey(input: { environment: TEST, name: "By a key" }) { ... on CreateApiKeyPayload { apiKey { id } } } }`;
    await ask(create, secret);
    await ask(
      `mutation { inviteMember(input: { email: "a@example.com", role: MEMBER }) { __typename } }`,
      bearer,
    );
    const cache = new NormalizedCache();
    cache.add(await ask(everything, bearer));
    cache.add(
      await ask(
        '{ organizations { edges { node { __typename id name plan hasPaymentMethod createdAt } } } }',
        operator,
      ),
    );
    cache.add(
      await ask(
        `{ serviceTokens { edges { node { __typename id name type createdBy ${actor} } } } }`,
        operator,
      ),
    );
    expect(cache.records.get(memberId)).toMatchObject({
      __typename: 'Member',
      type: 'MEMBER',
      email: organization.owner.email,
    });
    expect(cache.records.get(organization.id)).toMatchObject({ __typename: 'Organization' });
    const types = [...cache.records.values()].map(({ __typename }) => __typename);
    expect(new Set(types)).toEqual(
      new Set(['Viewer', 'Member', 'Organization', 'Invitation', 'ApiKey', 'ServiceToken']),
    );
  });

  test('learns the new counts from the answer to a creation and a revocation', async () => {
    const { bearer } = organization.owner;
    const counts = 'organization { id environments { environment activeApiKeyCount } }';
    const read = async (query: string) => {
      const cache = new NormalizedCache();
      cache.add(await ask(query, bearer));
      return cache.records.get(organization.id)?.['environments'];
    };
    const before = await read(`{ ${counts} }`);
    const created = await ask(
      `mutation { createApiKey(input: { environment: TEST, name: "Counted" }) { ... on CreateApiKeyPayload { apiKey { id } ${counts} } } }`,
      bearer,
    );
    const cache = new NormalizedCache();
    cache.add(created);
    const after = cache.records.get(organization.id)?.['environments'];
    expect(after).not.toEqual(before);
    expect(after).toEqual(await read(`{ ${counts} }`));
    const { createApiKey } = created as { createApiKey: { apiKey: { id: string } } };
    const revoke = `mutation { revokeApiKey(input: { id: "${createApiKey.apiKey.id}" }) { ... on RevokeApiKeyPayload { apiKey { id } ${counts} } } }`;
    expect(await read(revoke)).toEqual(before);
  });
});

describe('an organization that is not the active one', () => {
  test.for([
    'apiKeys { edges { cursor } }',
    'members { edges { cursor } }',
    'invitations { edges { cursor } }',
    'environments { environment }',
    'viewerPermissions',
  ])('shows its own values, and of what is within it nothing: %s', async (field) => {
    const other = await seedOrganization(app);
    const memberships = (fields: string) =>
      `{ viewer { memberships { organization { id name plan ${fields} } } } }`;
    await app.services.database
      .insertInto('members')
      .values({
        id: newUuid(),
        organizationId: other.uuid,
        userId: organization.owner.userUuid,
        role: 'ADMIN',
      })
      .execute();
    const inOther = { 'latchkey-organization': other.id };
    const { status, errors } = await postGraphQL(
      app,
      { query: memberships('') },
      { bearer: organization.owner.bearer, headers: inOther },
    );
    expect([status, errors]).toEqual([200, []]);
    const refused = await postGraphQL(
      app,
      { query: memberships(field) },
      { bearer: organization.owner.bearer, headers: inOther },
    );
    expect(refused.errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ field: 'Latchkey-Organization', problem: expect.any(String) }],
    });
    const listed = await postGraphQL(
      app,
      { query: `{ organizations(search: "${organization.id}") { edges { node { name ${field} } } } }` },
      { bearer: operator, headers: inOther },
    );
    expect(listed.errors[0]?.extensions['code']).toBeOneOf(['BAD_USER_INPUT', 'FORBIDDEN']);
    expect(listed.text).not.toContain('cursor');
  });
});

test('of an actor more than the name needs the right to read it', async () => {
  const { id } = await organization.addKey();
  const { secret } = await organization.addKey({ scopes: ['api-keys:read'] });
  const query = (fields: string) => `{ apiKey(id: "${id}") { createdBy { ${fields} } } }`;
  const name = await postGraphQL(
    app,
    { query: query('type id name ... on ApiKey { scopes }') },
    { bearer: secret },
  );
  expect([name.errors, name.data]).toEqual([
    [],
    { apiKey: { createdBy: { type: 'MEMBER', id: organization.owner.id, name: organization.owner.name } } },
  ]);
  const email = await postGraphQL(app, { query: query('... on Member { email }') }, { bearer: secret });
  expect(email.errors[0]?.extensions['code']).toBe('FORBIDDEN');
  expect(email.text).not.toContain(organization.owner.email);
  const whole = await postGraphQL(
    app,
    { query: `${query('...F')} fragment F on Member { email role }` },
    { bearer: organization.owner.bearer, headers: { 'latchkey-organization': organization.id } },
  );
  expect(whole.data).toEqual({ apiKey: { createdBy: { email: organization.owner.email, role: 'OWNER' } } });
});
