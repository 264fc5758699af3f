import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf } from '../support/graphql.ts';
import { seedOrganization, seedServiceToken } from '../support/seed.ts';
import { keyRequests } from './key-requests.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

test('every member sees a key as its creator does', async () => {
  const organization = await seedOrganization(app);
  const { apiKey } = await keyRequests(app, organization.owner).created({ metadata: { a: 1 } });
  const reader = await organization.addKey({ scopes: ['api-keys:read'] });
  const token = await seedServiceToken(app, ['READ_API_KEYS']);
  const callers = [
    await organization.addMember('ADMIN'),
    await organization.addMember('MEMBER'),
    { bearer: reader.secret },
    { bearer: token, organization: organization.id },
  ];
  for (const caller of callers) expect(await keyRequests(app, caller).found(apiKey.id)).toEqual(apiKey);
});

test('nobody sees a key without a credential, a permission, or an active organization', async () => {
  const organization = await seedOrganization(app);
  const { id } = await organization.addKey();
  const verifier = await seedServiceToken(app, ['VERIFY_API_KEYS', 'OPERATE']);
  const reader = await seedServiceToken(app, ['READ_API_KEYS']);
  const product = await organization.addKey({ scopes: ['invoices:*'] });
  const callers = [
    {},
    { bearer: verifier, organization: organization.id },
    { bearer: product.secret },
    { bearer: reader },
  ];
  const answers = await Promise.all(callers.map((caller) => keyRequests(app, caller).find(id)));
  expect(
    answers.map(({ status, data, errors }) => [status, data?.apiKey, errors[0]?.extensions.code]),
  ).toEqual([
    [401, undefined, 'UNAUTHENTICATED'],
    [403, undefined, 'FORBIDDEN'],
    [403, undefined, 'FORBIDDEN'],
    [400, undefined, 'BAD_USER_INPUT'],
  ]);
});

test('a key of one’s other organization is not found until that one is named', async () => {
  const [first, second] = [await seedOrganization(app), await seedOrganization(app)];
  const { owner } = first;
  await app.services.database
    .updateTable('members')
    .set({ userId: owner.userUuid })
    .where('id', '=', second.owner.memberUuid)
    .execute();
  const { id } = await second.addKey();
  const inOrganization = (organization: string) =>
    keyRequests(app, { bearer: owner.bearer, organization }).find(id);
  expect(dataOf(await inOrganization(first.id)).apiKey).toBeNull();
  expect(dataOf(await inOrganization(second.id)).apiKey).toMatchObject({ id });
  expect((await keyRequests(app, owner).find(id)).errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
});
