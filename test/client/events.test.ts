import { afterAll, beforeAll, expect, test } from 'vitest';
import { ForbiddenError, Latchkey, type LogEvent } from '../../packages/client/src/client.ts';
import { keyRequests } from '../api-keys/key-requests.ts';
import { sealedEventsOf } from '../events/event-requests.ts';
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

async function sequences(events: AsyncIterable<LogEvent>, count = Number.POSITIVE_INFINITY) {
  const found: number[] = [];
  for await (const { sequence } of events) {
    found.push(sequence);
    if (found.length === count) break;
  }
  return found;
}

test('events are read after a sequence, listed to the end of the log, and followed', async () => {
  const { created } = keyRequests(app, organization.owner);
  for (let count = 0; count < 3; count += 1) await created();
  await sealedEventsOf(app, organization.owner, 3);
  const page = await latchkey.events.page({ after: 1, limit: 1 });
  expect(page).toMatchObject({
    events: [{ sequence: 2, type: 'api_key.created' }],
    hasMore: true,
    lastSequence: 3,
  });
  expect(await sequences(latchkey.events.list())).toEqual([1, 2, 3]);
  expect(await sequences(latchkey.events.list({ after: 1, types: ['api_key.created'] }))).toEqual([2, 3]);
  const followed = sequences(latchkey.events.follow({ after: 2 }), 3);
  await created();
  await created();
  expect(await followed).toEqual([3, 4, 5]);
});

test('following ends with the reason of the caller’s signal', async () => {
  const reason = new Error('Enough');
  const stopping = new AbortController();
  const { lastSequence } = await latchkey.events.page();
  const followed = sequences(latchkey.events.follow({ after: lastSequence }, { signal: stopping.signal }));
  stopping.abort(reason);
  await expect(followed).rejects.toBe(reason);
});

test('without the permission it throws ForbiddenError', async () => {
  const member = await organization.addMember('MEMBER');
  const other = new Latchkey({ url: app.url, credential: member.bearer });
  await expect(other.events.page()).rejects.toThrow(ForbiddenError);
});
