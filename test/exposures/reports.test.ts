import { afterAll, beforeAll, expect, test } from 'vitest';
import { exposureAnswer } from '../../src/exposures/exposures.rest.ts';
import { reportGithubExposures } from '../../src/exposures/exposures.ts';
import { newKeySecret } from '../../src/key-format.ts';
import { hashSecret } from '../../src/lib/secrets.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { sendRest } from '../support/rest.ts';
import { type SeededOrganization, seedOrganization, seedServiceToken } from '../support/seed.ts';
import { seedSecret } from '../support/verification-rows.ts';

let app: TestApp;
let flagging: TestApp;
let reporter: string;
let organization: SeededOrganization;
beforeAll(async () => {
  app = await startTestApp({ product: { githubKeysUrl: null } });
  flagging = await startTestApp({ testDatabase: app.testDatabase, product: { exposedKeys: 'flag' } });
  reporter = await seedServiceToken(app, ['REPORT_EXPOSURES']);
  organization = await seedOrganization(app);
});
afterAll(async () => {
  await flagging.close();
  await app.close();
});

const place = { url: 'https://example.com/log', source: 'log' };

async function report(token: string, node = app) {
  const body = { exposures: [{ token, ...place }] };
  const answer = await sendRest(node.url, 'POST /v1/exposures', { bearer: reporter, body });
  expect(answer.status).toBe(200);
  return exposureAnswer.strict().parse(answer.body).data[0]?.result;
}

const verify = async (key: string) =>
  (await app.services.verification.verify({ key }, { kind: 'trusted' })).code;

async function outcomes(keyUuid: string): Promise<string[]> {
  const rows = app.services.database.selectFrom('apiKeyExposures').where('apiKeyId', '=', keyUuid);
  return (await rows.select('outcome').orderBy('id').execute()).map(({ outcome }) => outcome);
}

test('a service reports keys of any organization and learns what each was, in order', async () => {
  const other = await seedOrganization(app);
  const [first, second] = [await organization.addKey({ environment: 'LIVE' }), await other.addKey()];
  const unknown = `sk_live_${'x'.repeat(49)}`;
  const { status, body } = await sendRest(app.url, 'POST /v1/exposures', {
    bearer: reporter,
    body: { exposures: [first.secret, unknown, second.secret].map((token) => ({ token })) },
  });
  expect(status).toBe(200);
  expect(
    exposureAnswer
      .strict()
      .parse(body)
      .data.map(({ token_hash: _hash, ...rest }) => rest),
  ).toEqual([
    { result: 'revoked', key_id: first.id, organization_id: organization.id },
    { result: 'unknown', key_id: null, organization_id: null },
    { result: 'revoked', key_id: second.id, organization_id: other.id },
  ]);
  expect([await verify(first.secret), await verify(second.secret)]).toEqual(['REVOKED', 'REVOKED']);
});

test('reported again it is the same answer, and the place is noted once', async () => {
  const { secret, uuid } = await organization.addKey();
  expect([await report(secret), await report(secret)]).toEqual(['revoked', 'revoked']);
  expect(await outcomes(uuid)).toEqual(['REVOKED']);
});

test('where the product says so a key is only flagged, and keeps working', async () => {
  const { secret, uuid } = await organization.addKey();
  expect([await report(secret, flagging), await report(secret, flagging)]).toEqual(['flagged', 'flagged']);
  expect([await verify(secret), await outcomes(uuid)]).toEqual(['VALID', ['FLAGGED']]);
});

test('an expired key is revoked, so that no later expiry brings it back', async () => {
  const { secret, uuid } = await organization.addKey({ expiresAt: new Date('2020-01-01') });
  expect(await report(secret)).toBe('revoked');
  expect([await verify(secret), await outcomes(uuid)]).toEqual(['REVOKED', ['REVOKED']]);
});

test('of a rotated key only the old secret ends, which is the one that was found', async () => {
  const { secret, uuid } = await organization.addKey();
  const old = await seedSecret(app.testDatabase.pool, uuid, 'TEST', new Date('2099-01-01'));
  expect([await verify(old), await report(old)]).toEqual(['VALID', 'revoked']);
  expect([await verify(old), await verify(secret)]).toEqual(['EXPIRED', 'VALID']);
  expect(await report(old)).toBe('revoked');
  expect(await outcomes(uuid)).toEqual(['SECRET_ENDED']);
});

test('a caller who may not report is refused, and nothing is revoked', async () => {
  const { secret } = await organization.addKey();
  const manager = await organization.addKey({ scopes: ['api-keys:*'], fullAccess: true });
  const callers = [
    undefined,
    'unknown',
    manager.secret,
    organization.owner.bearer,
    await seedServiceToken(app, ['OPERATE']),
  ];
  const statuses = [];
  for (const bearer of callers) {
    const body = { exposures: [{ token: secret, ...place }] };
    statuses.push((await sendRest(app.url, 'POST /v1/exposures', { bearer, body })).status);
  }
  expect(statuses).toEqual([401, 401, 403, 403, 403]);
  expect(await verify(secret)).toBe('VALID');
});

test('without the address of GitHub’s keys no signature is good', async () => {
  const { status } = await sendRest(app.url, 'POST /v1/exposures', {
    body: '[]',
    headers: { 'github-public-key-identifier': 'x', 'github-public-key-signature': 'x' },
  });
  expect(status).toBe(403);
});

test.each([
  ['no list', {}, 422, 'exposures'],
  ['an empty list', { exposures: [] }, 422, 'exposures'],
  ['a token that is none', { exposures: [{ token: 5 }] }, 422, 'exposures.0.token'],
  [
    'an address that is no web page',
    { exposures: [{ token: 'x', url: 'javascript:1' }] },
    422,
    'exposures.0.url',
  ],
  ['a member that is unknown', { exposures: [{ token: 'x', where: 'y' }] }, 422, 'exposures.0.where'],
  ['what is no JSON', '{"exposures":', 400, undefined],
  ['nothing', '', 400, undefined],
  ['too much', { exposures: [{ token: 'x'.repeat(1_100_000) }] }, 413, undefined],
])('%s is refused by name', async (_what, body, status, field) => {
  const answer = await sendRest(app.url, 'POST /v1/exposures', { bearer: reporter, body });
  expect([answer.status, Object(answer.body).problems?.[0]?.field]).toEqual([status, field]);
});

test('large reports at the same time, of the same keys in other orders, withdraw each key once', async () => {
  const { pool } = app.testDatabase;
  const ownOrganization = await seedOrganization(app);
  const tokens = Array.from({ length: 700 }, () => newKeySecret('sk', 'TEST').secret);
  await pool.query(
    `with made as (
        insert into api_keys (id, organization_id, environment, name, last_four, created_by_type, created_by_id)
        select gen_random_uuid(), $1, 'TEST', 'Key', 'abcd', 'SERVICE', $1 from unnest($2::bytea[]) returning id
      ),
      keys as (select id, row_number() over () as position from made)
      insert into api_key_secrets (id, api_key_id, token_hash, last_four)
      select gen_random_uuid(), keys.id, token_hash, 'abcd'
      from unnest($2::bytea[]) with ordinality as given(token_hash, position) join keys using (position)`,
    [ownOrganization.uuid, tokens.map(hashSecret)],
  );
  const unknown = Array.from({ length: 20 }, () => newKeySecret('sk', 'TEST').secret);
  const found = [...tokens, ...unknown, ...tokens.slice(0, 30)].map((token) => ({
    token,
    url: null,
    source: null,
  }));
  const reports = await Promise.all(
    [found, found.toReversed(), found.toSorted((one, other) => (one.token < other.token ? -1 : 1))].map(
      (each) => reportGithubExposures(app.services, each),
    ),
  );
  for (const reported of reports) expect(reported.filter(({ key }) => key === null)).toHaveLength(20);
  const revoked = reports.flat().filter(({ key }) => key?.outcome === 'REVOKED');
  expect(new Set(revoked.map(({ key }) => key?.apiKeyId)).size).toBe(700);
  expect(revoked).toHaveLength(700);
  const { rows } = await pool.query(
    `select count(*)::int as exposures from api_key_exposures where organization_id = $1`,
    [ownOrganization.uuid],
  );
  expect(rows).toEqual([{ exposures: 700 }]);
});
