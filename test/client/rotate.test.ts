import { afterAll, beforeAll, expect, test } from 'vitest';
import { BadInputError, Latchkey, orThrow } from '../../packages/client/src/client.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type SeededOrganization, seedOrganization } from '../support/seed.ts';

let app: TestApp;
let organization: SeededOrganization;
let latchkey: Latchkey;
beforeAll(async () => {
  app = await startTestApp();
  organization = await seedOrganization(app);
  latchkey = new Latchkey({ url: app.url, credential: organization.owner.bearer });
});
afterAll(() => app.close());

const verify = async (key: string) =>
  (await app.services.verification.verify({ key }, { kind: 'trusted' })).code;

test('a key is rotated, at once or with an overlap, and says so afterwards', async () => {
  const { apiKey, secret } = orThrow(await latchkey.apiKeys.create({ environment: 'TEST', name: 'Server' }));
  expect(apiKey.lastRotation).toBeNull();
  const second = orThrow(await latchkey.apiKeys.rotate(apiKey.id, { overlapSeconds: 3600 }));
  expect(second.apiKey).toMatchObject({
    id: apiKey.id,
    name: 'Server',
    lastRotation: { previousSecretExpiresAt: expect.any(String) },
  });
  expect([await verify(secret), await verify(second.secret)]).toEqual(['VALID', 'VALID']);
  const third = orThrow(await latchkey.apiKeys.rotate(apiKey.id));
  expect([await verify(second.secret), await verify(third.secret)]).toEqual(['EXPIRED', 'VALID']);
  expect(third.apiKey.lastRotation?.previousSecretExpiresAt).toBeNull();
});

test('what does not go comes back as a result to branch on; wrong input is thrown', async () => {
  const revoked = await organization.addKey();
  orThrow(await latchkey.apiKeys.revoke(revoked.id));
  expect(await latchkey.apiKeys.rotate(revoked.id)).toMatchObject({
    ok: false,
    error: { code: 'API_KEY_ALREADY_REVOKED', apiKey: { id: revoked.id } },
  });
  const expired = await organization.addKey({ expiresAt: new Date('2020-01-01') });
  expect(await latchkey.apiKeys.rotate(expired.id)).toMatchObject({
    ok: false,
    error: { code: 'API_KEY_EXPIRED', remedy: expect.stringContaining('new expiry') },
  });
  const { id } = await organization.addKey();
  const wrong = latchkey.apiKeys.rotate(id, { overlapSeconds: -1 });
  await expect(wrong).rejects.toThrow(BadInputError);
  await expect(wrong).rejects.toMatchObject({ problems: [{ field: 'input.overlapSeconds' }] });
});
