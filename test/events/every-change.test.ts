import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { eventData } from '../../src/events/event-data.ts';
import { type EventType, eventTypeNames, eventTypes, isEventType } from '../../src/events.ts';
import { reportGithubExposures } from '../../src/exposures/exposures.ts';
import { schema } from '../../src/graphql-server/schema.ts';
import { readEventBody } from '../../src/log/event-body.ts';
import { erasePersonFromLogs } from '../../src/members/erase-person.ts';
import { houseKeepingTasks } from '../../src/process/job-handlers.ts';
import { invite } from '../members/invitation-links.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { tokenOf } from '../support/inbox.ts';
import { startTestMail, type TestMail } from '../support/jobs.ts';
import {
  type SeededMember,
  type SeededOrganization,
  seedOrganization,
  seedServiceToken,
  seedSession,
} from '../support/seed.ts';
import { until } from '../support/until.ts';
import { goodPassword, seedPerson } from '../users/people.ts';

let app: TestApp;
let mail: TestMail;
let organization: SeededOrganization;
let operator: string;
beforeAll(async () => {
  app = await startTestApp();
  mail = await startTestMail(app);
  organization = await seedOrganization(app, { plan: 'enterprise', hasPaymentMethod: true });
  operator = await seedServiceToken(app, ['OPERATE', 'MANAGE_SERVICE_TOKENS', 'VERIFY_API_KEYS']);
});
afterAll(async () => {
  await mail.stop();
  await app.close();
});

const answerBody = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.unknown()).optional(),
});

/** Sends a document and returns its data. */
async function send(query: string, bearer: string | null): Promise<Record<string, unknown>> {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = answerBody.parse(await response.json());
  if (data == null || errors !== undefined) throw new Error(`${query}: ${JSON.stringify(errors)}`);
  return data;
}

/** Sends a mutation that must succeed. */
async function mutate(field: string, input: string | null, selection: string, bearer: string | null) {
  const args = input === null ? '' : `(input: { ${input} })`;
  const data = await send(`mutation { ${field}${args} { ${selection} } }`, bearer);
  if (selection.startsWith('__typename')) {
    expect(data[field]).toMatchObject({ __typename: expect.stringMatching(/Payload$/) });
  }
}

type Recorded = { readonly type: EventType; readonly body: string };

/** All events, also those that are not sealed yet, in the order in which they were written. */
async function recorded(): Promise<Recorded[]> {
  const { rows } = await app.testDatabase.pool.query<{ type: string; body: string }>(
    `select type, body from events union all select type, body from unsealed_events`,
  );
  return rows.flatMap(({ type, body }) => (isEventType(type) ? [{ type, body }] : []));
}

/** The types of the events that the work causes. It waits for at least one, since refusals are written later. */
async function causedBy(work: () => Promise<unknown>): Promise<EventType[]> {
  const before = new Set((await recorded()).map(({ body }) => body));
  await work();
  const added = await until('an event', async () => {
    const found = (await recorded()).filter(({ body }) => !before.has(body));
    return found.length > 0 && found;
  });
  for (const { type, body } of added) {
    const content = readEventBody(body);
    expect(content.type).toBe(eventTypes[type].name);
    expect(eventData[type].safeParse(content.data)).toMatchObject({ success: true });
    seen.add(type);
  }
  return added.map(({ type }) => type).toSorted();
}

const seen = new Set<EventType>();
const key = (options = {}) => organization.addKey({ environment: 'TEST', ...options });
const owner = () => organization.owner.bearer;

type Case = { readonly cause: () => Promise<() => Promise<unknown>>; readonly events: readonly EventType[] };

/** Each mutation: what it takes to make it succeed, and the events that it causes. */
const mutations: Readonly<Record<string, Case>> = {
  createApiKey: {
    events: ['API_KEY_CREATED'],
    cause: async () => () => mutate('createApiKey', 'environment: TEST, name: "New"', '__typename', owner()),
  },
  ...onKey('updateApiKey', 'API_KEY_UPDATED', ', name: "Renamed"'),
  ...onKey('rotateApiKey', 'API_KEY_ROTATED', ', overlapSeconds: 60'),
  ...onKey('suspendApiKey', 'API_KEY_SUSPENDED'),
  ...onKey('revokeApiKey', 'API_KEY_REVOKED'),
  resumeApiKey: {
    events: ['API_KEY_RESUMED'],
    cause: async () => {
      const { id } = await key();
      await mutate('suspendApiKey', `id: "${id}"`, '__typename', owner());
      return () => mutate('resumeApiKey', `id: "${id}"`, '__typename', owner());
    },
  },
  updateOrganization: {
    events: ['ORGANIZATION_UPDATED'],
    cause: async () => () => mutate('updateOrganization', 'name: "Renamed"', 'organization { id }', owner()),
  },
  setOrganizationPlan: {
    events: ['ORGANIZATION_UPDATED'],
    cause: async () => () =>
      mutate(
        'setOrganizationPlan',
        `organizationId: "${organization.id}", plan: "enterprise", rateLimit: { perMinute: 7 }`,
        'organization { id }',
        operator,
      ),
  },
  setOrganizationBilling: {
    events: ['ORGANIZATION_UPDATED'],
    cause: async () => () =>
      mutate(
        'setOrganizationBilling',
        `organizationId: "${organization.id}", hasPaymentMethod: false`,
        'organization { id }',
        operator,
      ),
  },
  setOrganizationExternalId: {
    events: ['ORGANIZATION_UPDATED'],
    cause: async () => () =>
      mutate(
        'setOrganizationExternalId',
        `organizationId: "${organization.id}", externalId: "acme_42"`,
        '__typename',
        operator,
      ),
  },
  setMemberExternalId: {
    events: ['MEMBER_UPDATED'],
    cause: async () => {
      const { id } = await organization.addMember('MEMBER');
      return () =>
        mutate('setMemberExternalId', `memberId: "${id}", externalId: "user_7"`, '__typename', operator);
    },
  },
  createOrganization: {
    events: ['MEMBER_INVITED', 'ORGANIZATION_CREATED'],
    cause: async () => () =>
      mutate(
        'createOrganization',
        'name: "New", ownerEmail: "new@example.com"',
        'organization { id }',
        operator,
      ),
  },
  inviteMember: {
    events: ['MEMBER_INVITED'],
    cause: async () => () =>
      mutate('inviteMember', 'email: "ada@example.com", role: MEMBER', '__typename', owner()),
  },
  ...onInvitation('resendInvitation', 'MEMBER_INVITATION_RESENT'),
  ...onInvitation('revokeInvitation', 'MEMBER_INVITATION_REVOKED'),
  acceptInvitation: {
    events: ['MEMBER_JOINED'],
    cause: async () => {
      const email = 'bob@example.com';
      await mutate('inviteMember', `email: "${email}", role: MEMBER`, '__typename', owner());
      const token = tokenOf(await mail.take(email));
      const input = `token: "${token}", name: "Bob", password: "${goodPassword}"`;
      return () => mutate('acceptInvitation', input, '__typename', null);
    },
  },
  updateMember: {
    events: ['MEMBER_UPDATED'],
    cause: async () => {
      const { id } = await organization.addMember('MEMBER');
      return () => mutate('updateMember', `memberId: "${id}", role: ADMIN`, '__typename', owner());
    },
  },
  removeMember: {
    events: ['MEMBER_REMOVED'],
    cause: async () => {
      const { id } = await organization.addMember('MEMBER');
      return () => mutate('removeMember', `memberId: "${id}"`, '__typename', owner());
    },
  },
  transferOwnership: {
    events: ['ORGANIZATION_OWNERSHIP_TRANSFERRED'],
    cause: async () => {
      const other = await seedOrganization(app);
      const { id } = await other.addMember('ADMIN');
      return () => mutate('transferOwnership', `memberId: "${id}"`, 'owner { id }', other.owner.bearer);
    },
  },
  createServiceToken: {
    events: ['SERVICE_TOKEN_CREATED'],
    cause: async () => () =>
      mutate('createServiceToken', 'name: "New", permissions: [VERIFY_API_KEYS]', '__typename', operator),
  },
  revokeServiceToken: {
    events: ['SERVICE_TOKEN_REVOKED'],
    cause: async () => {
      const { createServiceToken } = await send(
        'mutation { createServiceToken(input: { name: "Old", permissions: [VERIFY_API_KEYS] }) { ... on CreateServiceTokenPayload { serviceToken { id } } } }',
        operator,
      );
      const { serviceToken } = z
        .object({ serviceToken: z.object({ id: z.string() }) })
        .parse(createServiceToken);
      return () => mutate('revokeServiceToken', `id: "${serviceToken.id}"`, 'serviceToken { id }', operator);
    },
  },
  rotateSigningKeys: {
    events: ['SIGNING_KEYS_ROTATED'],
    cause: async () => () =>
      mutate('rotateSigningKeys', 'compromised: false', 'signingKeys { id }', operator),
  },
  signIn: {
    events: ['SESSION_STARTED'],
    cause: async () => {
      const { email } = await seedPerson(app);
      return () => mutate('signIn', `email: "${email}", password: "${goodPassword}"`, '__typename', null);
    },
  },
  signOut: ofPerson('SESSION_ENDED', (person) => mutate('signOut', null, 'signedOut', person.bearer)),
  revokeSession: ofPerson('SESSION_ENDED', async (person) => {
    const { viewer } = await send('{ viewer { sessions { id } } }', person.bearer);
    const { sessions } = z.object({ sessions: z.array(z.object({ id: z.string() })) }).parse(viewer);
    await mutate('revokeSession', `id: "${sessions[0]?.id}"`, 'revokedSessionId', person.bearer);
  }),
  revokeOtherSessions: ofPerson('SESSION_ENDED', async (person) => {
    await seedSession(app.services.database, person.userUuid);
    await mutate('revokeOtherSessions', null, 'revokedCount', person.bearer);
  }),
  updateViewer: ofPerson('PERSON_UPDATED', (person) =>
    mutate('updateViewer', 'name: "Renamed"', 'viewer { id }', person.bearer),
  ),
  changePassword: ofPerson('PERSON_PASSWORD_CHANGED', (person) =>
    mutate(
      'changePassword',
      `currentPassword: "${goodPassword}", newPassword: "correct-donkey-paperclip"`,
      '__typename',
      person.bearer,
    ),
  ),
  requestPasswordReset: ofPerson('PERSON_PASSWORD_RESET_REQUESTED', ({ email }) =>
    mutate('requestPasswordReset', `email: "${email}"`, 'accepted', null),
  ),
  resetPassword: {
    events: ['PERSON_PASSWORD_CHANGED'],
    cause: async () => {
      const { email } = await seedPerson(app);
      await causedBy(() => mutate('requestPasswordReset', `email: "${email}"`, 'accepted', null));
      const token = tokenOf(await mail.take(email));
      const input = `token: "${token}", newPassword: "correct-donkey-paperclip"`;
      return () => mutate('resetPassword', input, '__typename', null);
    },
  },
};

/** It changes nothing: a verification is counted as usage. */
const changeNothing = ['verifyApiKey'];

/** What is no mutation, and causes an event. */
const others: Readonly<Record<string, Case>> = {
  'the daily audit': {
    events: ['AUDIT_CHECKPOINT_SIGNED'],
    cause: async () => () => houseKeepingTasks(app.services).audit_log({}, new AbortController().signal),
  },
  'an audit that finds a changed event': {
    events: ['AUDIT_CHECKPOINT_SIGNED', 'AUDIT_FAILED'],
    cause: async () => {
      const { rowCount } = await app.testDatabase.pool.query(
        `update events set body = replace(body, '"session"', '"api_key"') where body like '%"via":"session"%'`,
      );
      expect(rowCount).toBeGreaterThan(0);
      return () => houseKeepingTasks(app.services).audit_log({}, new AbortController().signal);
    },
  },
  'the erasure of a person': {
    events: ['PERSON_ERASED'],
    cause: async () => async () => {
      const { email } = await seedPerson(app);
      await erasePersonFromLogs(app.services, email);
    },
  },
  'a wrong password': {
    events: ['SESSION_REFUSED'],
    cause: async () => {
      const { email } = await seedPerson(app);
      const input = `email: "${email}", password: "wrong"`;
      return () => mutate('signIn', input, '... on Error { code }', null);
    },
  },
  'a wrong password for an email without an account': {
    events: ['SESSION_REFUSED'],
    cause: async () => () =>
      mutate('signIn', 'email: "nobody@example.com", password: "wrong"', '... on Error { code }', null),
  },
  'a request without the permission': {
    events: ['ACCESS_FORBIDDEN'],
    cause: async () => {
      const { bearer } = await organization.addMember('MEMBER');
      return () =>
        send('mutation { updateOrganization(input: { name: "x" }) { organization { id } } }', bearer).catch(
          () => {},
        );
    },
  },
  'a report of an exposed key': {
    events: ['API_KEY_EXPOSED', 'API_KEY_REVOKED'],
    cause: async () => {
      const { secret } = await key();
      return () =>
        reportGithubExposures(app.services, [
          { token: secret, url: 'https://example.com/commit/1', source: 'commit' },
        ]);
    },
  },
  'the end of a key': {
    events: ['API_KEY_EXPIRED'],
    cause: async () => {
      await key({ expiresAt: new Date(app.clock.now().getTime() + 60_000) });
      await app.clock.advance({ hours: 1 });
      return () => houseKeepingTasks(app.services).note_key_changes({}, new AbortController().signal);
    },
  },
};

function onKey(field: string, type: EventType, more = ''): Record<string, Case> {
  const cause = async () => {
    const { id } = await key();
    return () => mutate(field, `id: "${id}"${more}`, '__typename', owner());
  };
  return { [field]: { events: [type], cause } };
}

function onInvitation(field: string, type: EventType): Record<string, Case> {
  const cause = async () => {
    const input = { email: `${field}@example.com`, role: 'MEMBER' } as const;
    const { id } = await invite(app, organization.owner, input);
    return () => mutate(field, `id: "${id}"`, '__typename', owner());
  };
  return { [field]: { events: [type], cause } };
}

function ofPerson(type: EventType, work: (person: SeededMember) => Promise<unknown>): Case {
  return {
    events: [type],
    cause: async () => {
      const person = await seedPerson(app);
      return () => work(person);
    },
  };
}

test('every mutation is in this list, or changes nothing', () => {
  const all = Object.keys(schema.getMutationType()?.getFields() ?? {});
  expect(all.length).toBeGreaterThan(20);
  expect([...Object.keys(mutations), ...changeNothing].toSorted()).toEqual(all.toSorted());
});

describe('exactly these events are recorded, each with data as its schema says', () => {
  test.each(Object.entries({ ...mutations, ...others }))('%s', async (_name, { cause, events }) => {
    const work = await cause();
    expect(await causedBy(work)).toEqual(events);
  });

  test('every type of event was recorded by one of these', () => {
    expect([...seen].toSorted()).toEqual([...eventTypeNames].toSorted());
  });
});
