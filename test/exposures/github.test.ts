import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { githubFeedback } from '../../src/exposures/exposures.rest.ts';
import { graphql } from '../gql/index.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { startTestGithub, type TestGithub } from '../support/github-keys.ts';
import { dataOf } from '../support/graphql.ts';
import { sendRest } from '../support/rest.ts';
import { seedOrganization } from '../support/seed.ts';

const Exposures = graphql(`
  query Exposures($id: ID!) {
    apiKey(id: $id) {
      status
      revokedBy { type name }
      exposures { id url source outcome reportedAt reportedBy { type name } }
    }
  }
`);

const place = 'https://github.com/octocat/Hello-World/blob/main/foo.txt';

let app: TestApp;
let github: TestGithub;
beforeAll(async () => {
  github = await startTestGithub();
  github.publish('first');
  app = await startTestApp({ product: { githubKeysUrl: github.url } });
  await app.clock.set(new Date('2027-05-01T10:00:00Z'));
});
afterAll(async () => {
  await app.close();
  await github.close();
});

function match(token: string, url = place) {
  return { token, type: 'acme_api_key', url, source: 'content' };
}

function report(body: string, headers: Record<string, string>) {
  return sendRest(app.url, 'POST /v1/exposures', { body, headers });
}

function signedReport(matches: unknown, identifier = 'first') {
  const body = JSON.stringify(matches);
  return report(body, github.sign(identifier, body));
}

const verify = async (key: string) =>
  (await app.services.verification.verify({ key }, { kind: 'trusted' })).code;

test('a key that GitHub found is revoked before the answer, and the place is noted', async () => {
  const { owner, addKey } = await seedOrganization(app);
  const { secret, id } = await addKey({ environment: 'LIVE' });
  const { status, body } = await signedReport([match(secret), match(`sk_live_${'x'.repeat(49)}`)]);
  expect([status, githubFeedback.parse(body)]).toEqual([
    200,
    [
      { token_hash: sha256(secret), token_type: 'acme_api_key', label: 'true_positive' },
      { token_hash: expect.any(String), token_type: 'acme_api_key', label: 'false_positive' },
    ],
  ]);
  expect(JSON.stringify(body)).not.toContain(secret);
  expect(await verify(secret)).toBe('REVOKED');
  const { apiKey } = dataOf(await app.graphql(Exposures, { id }, { bearer: owner.bearer }));
  const reportedBy = { type: 'SERVICE', name: 'GitHub secret scanning' };
  expect(apiKey).toEqual({
    status: 'REVOKED',
    revokedBy: reportedBy,
    exposures: [
      {
        id: expect.stringMatching(/^exp_/),
        url: place,
        source: 'content',
        outcome: 'REVOKED',
        reportedAt: '2027-05-01T10:00:00.000Z',
        reportedBy,
      },
    ],
  });
});

test('a report that comes again, or 20 times at once, is noted once for each place', async () => {
  const { owner, addKey } = await seedOrganization(app);
  const { secret, id } = await addKey();
  const reports = Array.from({ length: 20 }, () =>
    signedReport([match(secret), match(secret, `${place}?again`)]),
  );
  const statuses = (await Promise.all(reports)).map(({ status, body }) => [
    status,
    githubFeedback.parse(body)[0]?.label,
  ]);
  expect(new Set(statuses.map(String))).toEqual(new Set(['200,true_positive']));
  const { apiKey } = dataOf(await app.graphql(Exposures, { id }, { bearer: owner.bearer }));
  expect(apiKey?.exposures.map(({ url }) => url).toSorted()).toEqual([place, `${place}?again`]);
  expect(apiKey?.exposures.map(({ outcome }) => outcome).toSorted()).toEqual(['INACTIVE', 'REVOKED']);
});

test('one byte that differs from what was signed is refused, and nothing is revoked', async () => {
  const { addKey } = await seedOrganization(app);
  const { secret } = await addKey();
  const body = JSON.stringify([match(secret)]);
  const headers = github.sign('first', body);
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { 'github-public-key-signature': signature = '' } = headers;
  const attempts: [string, Record<string, string>][] = [
    [`${body} `, headers],
    [body.replace('content', 'commit'), headers],
    [JSON.stringify([match(secret)], null, 1), headers],
    [body, { ...headers, 'github-public-key-signature': signature.slice(4) }],
    [body, { ...headers, 'github-public-key-signature': '' }],
    [body, { ...headers, 'github-public-key-signature': '%%%' }],
    [body, { ...headers, 'github-public-key-identifier': 'unknown' }],
    [body, { 'github-public-key-identifier': 'first' }],
    [body, { 'github-public-key-signature': signature }],
    [
      body,
      {
        ...headers,
        'github-public-key-signature': sign('sha256', Buffer.from(body), stranger.privateKey).toString(
          'base64',
        ),
      },
    ],
  ];
  for (const [sent, with_] of attempts) {
    const answer = await report(sent, with_);
    expect([answer.status, Object(answer.body).code]).toEqual([401, 'UNAUTHENTICATED']);
  }
  expect(await verify(secret)).toBe('VALID');
});

test('a signed body of another form is a problem, not a failure', async () => {
  for (const matches of [{}, [{}], [{ token: 5, type: 'x' }], 'text', null]) {
    expect((await signedReport(matches)).status).toBe(422);
  }
  const broken = '[{"token":';
  expect((await report(broken, github.sign('first', broken))).status).toBe(400);
  expect((await signedReport([])).body).toEqual([]);
  expect((await signedReport([{ ...match('sk_live_x', ''), new_field: 1 }])).status).toBe(200);
});

test('a place never holds the key, nor an address that is none', async () => {
  const { owner, addKey } = await seedOrganization(app);
  const { secret, id } = await addKey();
  await signedReport([
    match(secret, `https://example.com/?found=${secret}`),
    match(secret, `javascript:alert('${secret}')`),
    { ...match(secret, ''), source: `\u0000a\ud800 log with ${secret}` },
  ]);
  const { apiKey } = dataOf(await app.graphql(Exposures, { id }, { bearer: owner.bearer }));
  expect(apiKey?.exposures.map(({ url, source }) => [url, source]).toSorted()).toEqual(
    [
      ['https://example.com/?found=[redacted]', 'content'],
      [null, 'a\ufffd log with [redacted]'],
      [null, 'content'],
    ].toSorted(),
  );
});

test('a new key of GitHub’s is found without a restart; strangers cannot make the server ask again and again', async () => {
  await app.clock.advance({ minutes: 2 });
  await signedReport([]);
  const asked = github.requests;
  github.publish('second');
  expect((await signedReport([], 'second')).status).toBe(200);
  expect(github.requests).toBe(asked + 1);
  for (let count = 0; count < 10; count++) {
    await report('[]', { ...github.sign('second', '[]'), 'github-public-key-identifier': `guess-${count}` });
  }
  expect(github.requests).toBe(asked + 1);
  github.publish('third');
  await app.clock.advance({ minutes: 1 });
  expect((await signedReport([], 'third')).status).toBe(200);
});

test('a key that GitHub withdraws is no longer taken after an hour', async () => {
  github.publish('leaked');
  await app.clock.advance({ minutes: 2 });
  const headers = github.sign('leaked', '[]');
  expect((await report('[]', headers)).status).toBe(200);
  github.withdraw('leaked');
  await app.clock.advance({ minutes: 61 });
  expect((await report('[]', headers)).status).toBe(401);
});

test('while GitHub’s keys cannot be read, known ones serve for a day, and then it is 503', async () => {
  await app.clock.advance({ hours: 2 });
  expect((await signedReport([])).status).toBe(200);
  github.status = 500;
  await app.clock.advance({ hours: 2 });
  expect((await signedReport([])).status).toBe(200);
  await app.clock.advance({ hours: 23 });
  const late = await signedReport([]);
  expect([late.status, late.headers.get('retry-after')]).toEqual([503, '60']);
  github.status = 302;
  await app.clock.advance({ minutes: 2 });
  expect((await signedReport([])).status).toBe(503);
  github.status = 200;
  await app.clock.advance({ minutes: 2 });
  expect((await signedReport([])).status).toBe(200);
});

test('keys are never read from where the configured address redirects to', async () => {
  const elsewhere = await startTestGithub();
  elsewhere.publish('moved');
  github.status = 302;
  github.location = elsewhere.url;
  await app.clock.advance({ hours: 2 });
  const answer = await report('[]', elsewhere.sign('moved', '[]'));
  expect([answer.status, elsewhere.requests]).toEqual([503, 0]);
  github.status = 200;
  await app.clock.advance({ minutes: 2 });
  expect((await report('[]', elsewhere.sign('moved', '[]'))).status).toBe(401);
  await elsewhere.close();
});

test('a key of another curve signs nothing, and stands in the way of no other', async () => {
  github.publish('other curve', 'P-384');
  github.publish('beside it');
  await app.clock.advance({ minutes: 2 });
  expect((await signedReport([], 'beside it')).status).toBe(200);
  expect((await signedReport([], 'other curve')).status).toBe(401);
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
