import type { EventType } from '../../src/events.ts';
import { formatId, parseId } from '../../src/lib/ids.ts';
import { listEventsAfter } from '../../src/log/event-lists.sql.ts';
import { type Case, graphql, type Target } from './cases.ts';
import { eventAt, former, keyWithHistory } from './seed-events.ts';

const fields = 'edges { node { id type sequence occurredAt via data } } pageInfo { endCursor hasNextPage }';

/** Lists of events, with each filter alone and with others. */
export function eventCases(target: Target): Case[] {
  const { size, owner } = target.seeded;
  const listed = (name: string, args: string): Case => ({
    name: `events: ${name}`,
    run: () => graphql(target, `{ organization { events${args} { ${fields} } } }`, owner),
  });
  const key = keyWithHistory(size);
  const actor = `actor: "${formatId('member', former.memberId)}"`;
  const rareTypes = `types: [${former.types.join(', ')}]`;
  const instant = (part: number) => `"${eventAt(Math.floor(size.events * part)).toISOString()}"`;
  const hour = `from: ${instant(0.5)}, to: "${new Date(eventAt(Math.floor(size.events * 0.5)).getTime() + 3_600_000).toISOString()}"`;
  return [
    listed('20', ''),
    listed('100', '(first: 100)'),
    listed('the oldest 20', '(last: 20)'),
    listed('a type that many have', '(types: [API_KEY_UPDATED])'),
    listed('three types that many have', '(types: [API_KEY_CREATED, API_KEY_UPDATED, API_KEY_REVOKED])'),
    listed('types that only the oldest have', `(${rareTypes})`),
    listed('a type that none has', '(types: [MEMBER_INVITED])'),
    listed('an actor with many', `(actor: "${formatId('member', owner.memberId)}")`),
    listed('an actor with only the oldest', `(${actor})`),
    listed('about a key', `(target: "${key}")`),
    listed('from an instant in the middle', `(from: ${instant(0.5)})`),
    listed('up to an instant in the middle', `(to: ${instant(0.5)})`),
    listed('in an hour in the middle', `(${hour})`),
    listed('since now', `(from: "${new Date(Date.UTC(2100, 0, 1)).toISOString()}")`),
    listed('of a type, in an hour in the middle', `(types: [API_KEY_REVOKED], ${hour})`),
    listed(
      'of an actor, in an hour in the middle',
      `(actor: "${formatId('member', owner.memberId)}", ${hour})`,
    ),
    listed('about a key, in an hour in the middle', `(target: "${key}", ${hour})`),
    listed('about a key, of a type', `(target: "${key}", types: [API_KEY_REVOKED])`),
    listed('of an actor with only the oldest, of their types', `(${actor}, ${rareTypes})`),
    listed(
      'of an actor with only the oldest, of types that many have',
      `(${actor}, types: [API_KEY_UPDATED])`,
    ),
    {
      name: 'events: the history of a key',
      run: () => graphql(target, `{ apiKey(id: "${key}") { events { ${fields} } } }`, owner),
    },
    ...eventsForPrograms(target),
  ];
}

function eventsForPrograms(target: Target): Case[] {
  const { app, database, seeded } = target;
  const { size, owner } = seeded;
  const rest = (name: string, query: string): Case => ({
    name: `events: ${name}`,
    run: async () => {
      const headers = { authorization: `Bearer ${owner.bearer}` };
      const answer = await app.inject({ url: `/v1/events${query}`, headers });
      if (answer.statusCode !== 200) throw new Error(`${query} was answered with ${answer.body}`);
    },
  });
  const middle = Math.floor(size.events / 2);
  /** As a management key lists them. */
  const programs = (name: string, types: readonly EventType[] | null): Case => ({
    name: `events: ${name}`,
    run: async () => {
      const organizationId = parseId('organization', seeded.organizationId);
      if (organizationId === null) throw new Error('The organization has no id');
      const all = { actorId: null, targetId: null, from: null, to: null };
      const filter = { ...all, organizationId, types, environment: 'TEST' as const };
      await listEventsAfter(database, filter, { after: middle, limit: 101 });
    },
  });
  return [
    rest('GET, from the beginning', ''),
    rest('GET, after one in the middle', `?after=${middle}`),
    rest('GET, after the last', `?after=${size.events}`),
    rest('GET, after one in the middle, of a type', `?after=${middle}&types=api_key.revoked`),
    rest(
      'GET, after one in the middle, of types that only the oldest have',
      `?after=${middle}&types=member.joined`,
    ),
    programs('of an environment that only the oldest have, after one in the middle', null),
    programs('of that environment, of a type that many have', ['API_KEY_UPDATED']),
  ];
}
