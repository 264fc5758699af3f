import type { FastifyInstance } from 'fastify';
import type { Database } from '../../src/database/database.ts';
import type { TaskHandlers } from '../../src/jobs/tasks.ts';
import { formatId } from '../../src/lib/ids.ts';
import { eventCases } from './event-cases.ts';
import type { Seeded } from './seed.ts';

/** A request of a person or a program, or a job of the service. */
export type Case = { readonly name: string; run(): Promise<void> };

export type Target = {
  readonly app: FastifyInstance;
  readonly database: Database;
  readonly tasks: Omit<TaskHandlers, `send_${string}`>;
  readonly seeded: Seeded;
};

export function makeCases(target: Target): Case[] {
  return [
    ...listCases(target),
    ...usageCases(target),
    ...eventCases(target),
    ...changeCases(target),
    ...houseKeepingCases(target),
  ];
}

type Caller = { readonly bearer: string; readonly organization?: string };

export async function graphql(
  { app }: Target,
  query: string,
  { bearer, organization }: Caller,
): Promise<void> {
  const answer = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${bearer}`,
      ...(organization !== undefined && { 'latchkey-organization': organization }),
    },
    payload: { query },
  });
  const isRefused = answer.statusCode !== 200 || /"errors":|Error"/.test(answer.body);
  if (isRefused)
    throw new Error(`${query} was answered with ${answer.statusCode}: ${answer.body.slice(0, 500)}`);
}

const keyFields = 'edges { node { id name status createdAt expiresAt } } pageInfo { endCursor hasNextPage }';

function listCases(target: Target): Case[] {
  const { owner, traveller, serviceToken } = target.seeded;
  const asked = (name: string, query: string, caller: Caller = owner): Case => ({
    name,
    run: () => graphql(target, query, caller),
  });
  const keys = (name: string, args: string) =>
    asked(name, `{ organization { apiKeys${args} { ${keyFields} } } }`);
  return [
    keys('keys: 20', ''),
    keys('keys: 100', '(first: 100)'),
    keys('keys: the oldest 20', '(last: 20)'),
    keys('keys of TEST', '(environment: TEST)'),
    keys('keys: ACTIVE', '(status: ACTIVE)'),
    keys('keys: the oldest ACTIVE', '(status: ACTIVE, last: 20)'),
    keys('keys: EXPIRED', '(status: EXPIRED)'),
    keys('keys: REVOKED', '(status: REVOKED)'),
    keys('keys: REVOKED of TEST', '(status: REVOKED, environment: TEST)'),
    keys(
      'keys: EXPIRED, of one creator',
      `(status: EXPIRED, createdBy: "${formatId('member', owner.memberId)}")`,
    ),
    keys('keys with a text that many have', '(search: "common")'),
    keys('keys with a text that one in a thousand has', '(search: "rarely")'),
    keys('keys with a text that the oldest fifth has', '(search: "legacy")'),
    keys('keys with a text that none has', '(search: "nowhere")'),
    keys('keys with two letters that none has', '(search: "zq")'),
    keys('keys by their last four characters', '(search: "0abc")'),
    keys('keys: ACTIVE, with a text that none has', '(status: ACTIVE, search: "nowhere")'),
    asked(
      'keys with their creators',
      '{ organization { apiKeys { edges { node { id createdBy { name } } } } } }',
    ),
    asked(
      'keys with their limits',
      '{ organization { apiKeys { edges { node { id rateLimit { perHour } } } } } }',
    ),
    asked('active keys of each environment', '{ organization { environments { activeApiKeyCount } } }'),
    asked('members', '{ organization { members { edges { node { id email } } } } }'),
    asked('invitations', '{ organization { invitations { edges { node { id email } } } } }'),
    asked('authentication, in one of many organizations', '{ organization { name } }', {
      bearer: traveller.bearer,
      organization: traveller.organizationId,
    }),
    asked('authentication, in no organization', '{ viewer { name } }', traveller),
    asked('organizations, for the operator', '{ organizations { edges { node { id } } } }', {
      bearer: serviceToken,
    }),
    asked(
      'organizations with a name that none has',
      '{ organizations(search: "nowhere") { edges { node { id } } } }',
      {
        bearer: serviceToken,
      },
    ),
  ];
}

function usageCases(target: Target): Case[] {
  const { owner } = target.seeded;
  const period = (days: number) => {
    const to = new Date();
    return `from: "${new Date(to.getTime() - days * 86_400_000).toISOString()}", to: "${to.toISOString()}"`;
  };
  const counts = 'hour allowed rateLimited';
  const asked = (name: string, query: string): Case => ({ name, run: () => graphql(target, query, owner) });
  const ofKeys = (name: string, fields: string) =>
    asked(name, `{ organization { apiKeys(first: 20) { edges { node { ${fields} } } } } }`);
  return [
    ofKeys('keys with their last use', 'id lastUsedAt'),
    ofKeys('keys with their usage', 'id lastUsedAt usage { requestsToday requestsThisMonth }'),
    ofKeys('keys with the hours of a day', `id usage { hours(${period(1)}) { ${counts} } }`),
    asked('usage of a day', `{ organization { usage(${period(1)}) { ${counts} } } }`),
    asked('usage of 92 days', `{ organization { usage(${period(91.9)}) { ${counts} } } }`),
  ];
}

function changeCases(target: Target): Case[] {
  const { app, seeded } = target;
  const keyIds = [...seeded.keyIds];
  const changed = (name: string, mutation: (id: string) => string): Case => ({
    name,
    run: () => graphql(target, `mutation { ${mutation(keyIds.pop() ?? '')} { __typename } }`, seeded.owner),
  });
  return [
    changed('createApiKey', () => 'createApiKey(input: { environment: LIVE, name: "New" })'),
    changed('updateApiKey', (id) => `updateApiKey(input: { id: "${id}", name: "Other" })`),
    changed('rotateApiKey', (id) => `rotateApiKey(input: { id: "${id}" })`),
    changed('revokeApiKey', (id) => `revokeApiKey(input: { id: "${id}" })`),
    {
      name: 'a report of 500 exposed keys',
      run: async () => {
        const answer = await app.inject({
          method: 'POST',
          url: '/v1/exposures',
          headers: { authorization: `Bearer ${seeded.serviceToken}` },
          payload: { exposures: seeded.tokens.map((token) => ({ token })) },
        });
        if (answer.statusCode !== 200) throw new Error(`A report was answered with ${answer.body}`);
      },
    },
  ];
}

/** The jobs have nothing to delete here, because deletions cost in proportion to the deleted rows. */
function houseKeepingCases({ tasks }: Target): Case[] {
  const { signal } = new AbortController();
  const names = [
    'note_key_changes',
    'delete_former_secrets',
    'delete_old_usage',
    'delete_ended_sign_ins',
    'delete_idempotency_records',
  ] as const;
  return names.map((name) => ({ name: `job: ${name}`, run: () => tasks[name]({}, signal) }));
}
