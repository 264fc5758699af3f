import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { seedOrganization } from '../support/seed.ts';
import { keyRequests } from './key-requests.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    product: {
      plans: {
        free: { limits: { perMinute: 100, perHour: 1000 } },
        professional: { limits: { perMinute: 500, perHour: 10_000 } },
        sandbox: { limits: { perMinute: 10, perHour: 100 }, liveKeys: false },
      },
      liveKeysRequire: 'upgraded-plan-with-payment-method',
    },
  });
});
afterAll(() => app.close());

const live = { environment: 'LIVE', name: 'Server' } as const;

test.each([
  ['free', true],
  ['professional', false],
  ['sandbox', true],
  ['a plan that the configuration no longer has', true],
])(
  'live keys are refused on the plan %s with a payment method: %s; test keys are not',
  async (plan, hasPaymentMethod) => {
    const { owner: member } = await seedOrganization(app, { plan, hasPaymentMethod });
    const owner = keyRequests(app, member);
    const { createApiKey } = dataOf(await owner.create(live));
    expect(memberOf(createApiKey, 'LiveKeysNotEnabled')).toEqual({
      __typename: 'LiveKeysNotEnabled',
      code: 'LIVE_KEYS_NOT_ENABLED',
      message: 'Live keys are not enabled for this organization.',
      remedy: 'Upgrade the plan and add a payment method, or create a test key.',
    });
    await owner.created({ environment: 'TEST' });
    expect((await owner.listed()).edges.map(({ node }) => node.environment)).toEqual(['TEST']);
  },
);

test('live keys are there on an upgraded plan with a payment method', async () => {
  const { owner } = await seedOrganization(app, { plan: 'professional', hasPaymentMethod: true });
  await keyRequests(app, owner).created(live);
});

test('a live key stays when the plan is lost, may be changed and revoked, but not brought back', async () => {
  const organization = await seedOrganization(app, { plan: 'professional', hasPaymentMethod: true });
  const owner = keyRequests(app, organization.owner);
  const { apiKey } = await owner.created(live);
  const expired = await organization.addKey({ environment: 'LIVE', expiresAt: new Date('2020-01-01') });
  await app.services.database
    .updateTable('organizations')
    .set({ plan: 'free' })
    .where('id', '=', organization.uuid)
    .execute();
  expect(await owner.updated({ id: apiKey.id, name: 'Renamed' })).toMatchObject({ status: 'ACTIVE' });
  const { updateApiKey } = dataOf(await owner.update({ id: expired.id, expiresAt: null }));
  expect(updateApiKey.__typename).toBe('LiveKeysNotEnabled');
  expect(await owner.revoked(apiKey.id)).toMatchObject({ status: 'REVOKED' });
});

test('nothing is required where the product asks for nothing', async () => {
  const easy = await startTestApp();
  try {
    const { owner } = await seedOrganization(easy);
    await keyRequests(easy, owner).created(live);
  } finally {
    await easy.close();
  }
});
