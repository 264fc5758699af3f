import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphql } from '../gql/index.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { dataOf, memberOf } from '../support/graphql.ts';
import { seedOrganization } from '../support/seed.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const CreateApiKey = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      __typename
      ... on CreateApiKeyPayload {
        secret
        apiKey { id name description environment scopes fullAccess maskedSecret status createdBy { type id name } expiresAt revokedAt ipAllowlist metadata rateLimit { perMinute perHour } }
      }
      ... on Error { code message remedy }
    }
  }
`);

test('an owner creates a key and sees its secret once', async () => {
  const { owner } = await seedOrganization(app);
  const answer = await app.graphql(
    CreateApiKey,
    { input: { environment: 'TEST', name: 'Server' } },
    { bearer: owner.bearer },
  );
  const { secret, apiKey } = memberOf(dataOf(answer).createApiKey, 'CreateApiKeyPayload');
  expect(secret).toMatch(/^sk_test_[0-9A-Za-z]{49}$/);
  expect(apiKey).toMatchObject({
    name: 'Server',
    status: 'ACTIVE',
    createdBy: { type: 'MEMBER', id: owner.id, name: owner.name },
  });
});
