import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, type GraphQLAnswer, memberOf } from '../support/graphql.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { whileLocked } from '../support/while-locked.ts';
import { CreateApiKey, RevokeApiKey, RotateApiKey, UpdateApiKey } from './documents.ts';

/*
 * Who loses the right to manage keys while a request waits for its turn has lost it for that request
 * too: else a revoked key could go on making successors for as long as its requests wait.
 */

let app: TestApp;
let organization: SeededOrganization;
let target: { id: string; uuid: string };
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  organization = await seedOrganization(app);
  target = await organization.addKey();
});

type Credential = { bearer: string; organization?: string };
type Answer = GraphQLAnswer<unknown>;

type Operation = (credential: Credential) => Promise<Answer>;

const create: Operation = (credential) =>
  app.graphql(CreateApiKey, { input: { environment: 'TEST', name: 'Late' } }, credential);

const operations: [string, Operation][] = [
  ['createApiKey', create],
  [
    'updateApiKey',
    (credential) => app.graphql(UpdateApiKey, { input: { id: target.id, name: 'Late' } }, credential),
  ],
  ['rotateApiKey', (credential) => app.graphql(RotateApiKey, { input: { id: target.id } }, credential)],
  ['revokeApiKey', (credential) => app.graphql(RevokeApiKey, { input: { id: target.id } }, credential)],
];

test.each(operations)('%s by a key that is revoked meanwhile', async (_name, operation) => {
  const key = await organization.addKey({ scopes: ['api-keys:write'] });
  const answer = await whileItWaits(operation, { bearer: key.secret }, async () => {
    const { owner } = organization;
    const revoked = await app.graphql(RevokeApiKey, { input: { id: key.id } }, { bearer: owner.bearer });
    memberOf(dataOf(revoked).revokeApiKey, 'RevokeApiKeyPayload');
  });
  expect(outcome(answer)).toEqual([401, 'UNAUTHENTICATED']);
});

test.each(operations)('%s by a key whose scopes are taken meanwhile', async (_name, operation) => {
  const key = await organization.addKey({ scopes: ['api-keys:write'] });
  const answer = await whileItWaits(operation, { bearer: key.secret }, () =>
    app.testDatabase.pool.query(`update api_keys set scopes = '{api-keys:read}' where id = $1`, [key.uuid]),
  );
  expect(outcome(answer)).toEqual([403, 'FORBIDDEN']);
});

test.each(operations)('%s by a member who is demoted meanwhile', async (_name, operation) => {
  const admin = await organization.addMember('ADMIN');
  const answer = await whileItWaits(operation, { bearer: admin.bearer }, () =>
    app.testDatabase.pool.query(`update members set role = 'MEMBER' where id = $1`, [admin.memberUuid]),
  );
  expect(outcome(answer)).toEqual([403, 'FORBIDDEN']);
});

test.each(operations)('%s by a service whose token is revoked meanwhile', async (_name, operation) => {
  const bearer = await seedServiceToken(app, ['MANAGE_API_KEYS', 'READ_API_KEYS', 'READ_ORGANIZATION']);
  const answer = await whileItWaits(operation, { bearer, organization: organization.id }, () =>
    app.testDatabase.pool.query(`update service_tokens set revoked_at = clock_now() where last_four = $1`, [
      bearer.slice(-4),
    ]),
  );
  expect(outcome(answer)).toEqual([401, 'UNAUTHENTICATED']);
});

test('a scope that a key loses meanwhile is one that it cannot give away', async () => {
  const key = await organization.addKey({ scopes: ['api-keys:write', 'invoices:read'] });
  const input = { environment: 'TEST' as const, name: 'Late', scopes: ['invoices:read'] };
  const grant: Operation = (credential) => app.graphql(CreateApiKey, { input }, credential);
  const answer = await whileItWaits(grant, { bearer: key.secret }, () =>
    app.testDatabase.pool.query(`update api_keys set scopes = '{api-keys:write}' where id = $1`, [key.uuid]),
  );
  expect(answer.data).toMatchObject({ createApiKey: { __typename: 'ScopeNotGrantable' } });
});

test('a caller who keeps the permission is served after the wait', async () => {
  const admin = await organization.addMember('ADMIN', ['MANAGE_API_KEYS']);
  const answer = await whileItWaits(create, { bearer: admin.bearer }, () =>
    app.testDatabase.pool.query(`update members set role = 'MEMBER' where id = $1`, [admin.memberUuid]),
  );
  expect(answer.data).toMatchObject({ createApiKey: { __typename: 'CreateApiKeyPayload' } });
});

/** Sends a request that has to wait for a lock, and does something before it gets that. */
function whileItWaits(
  operation: Operation,
  credential: Credential,
  meanwhile: () => Promise<unknown>,
): Promise<Answer> {
  const locks = { organizations: organization.uuid, api_keys: target.uuid };
  return whileLocked(app.testDatabase.pool, locks, () => operation(credential), meanwhile);
}

function outcome({ status, errors }: Answer): unknown[] {
  return [status, errors[0]?.extensions.code];
}
