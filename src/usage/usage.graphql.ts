import { ApiKey } from '../api-keys/api-key.graphql.ts';
import { Environment } from '../api-keys/environment.graphql.ts';
import { builder } from '../graphql/builder.ts';
import { Organization } from '../organizations/organizations.graphql.ts';
import { knownKeyCodes, verificationResults } from '../verification-results.ts';
import type { UsageHour } from './usage.sql.ts';
import { organizationUsage, type UsageOfKey, usageHoursOfKey, usageOfKey } from './usage.ts';

const UsageHourObject = builder.objectRef<UsageHour>('UsageHour').implement({
  description: 'The requests of one hour of UTC, by how they were answered.',
  fields: (t) => ({
    hour: t.expose('hour', { type: 'DateTime', description: 'Its beginning.' }),
    ...Object.fromEntries(
      knownKeyCodes.map((code) => {
        const name = verificationResults[code].countedAs;
        const description = `${code === 'VALID' ? 'Answered' : 'Refused'} with ${code}.`;
        return [name, t.exposeInt(name, { description })];
      }),
    ),
  }),
});

const ApiKeyUsage = builder.objectRef<UsageOfKey>('ApiKeyUsage').implement({
  description: 'How much a key is used. Counts are at most a second behind.',
  fields: (t) => ({
    // No Int: 826 requests a second make more in a month than that holds.
    requestsToday: t.exposeFloat('requestsToday', {
      description: 'Allowed since 00:00 UTC; a whole number.',
    }),
    requestsThisMonth: t.exposeFloat('requestsThisMonth', {
      description: 'Allowed since the 1st, UTC; a whole number.',
    }),
    lastUsedAddress: t.exposeString('lastUsedAddress', {
      nullable: true,
      description: 'Where the last allowed request came from, if the product said so.',
    }),
    lastUsedUserAgent: t.exposeString('lastUsedUserAgent', {
      nullable: true,
      description: 'What the last allowed request called itself, if the product said so.',
    }),
    hours: t.field({
      type: [UsageHourObject],
      description: 'By hour, oldest first; hours without requests are left out.',
      args: {
        from: t.arg({ type: 'DateTime', required: true, description: 'From the hour that holds this.' }),
        to: t.arg({ type: 'DateTime', required: true, description: 'Up to this; at most 92 days later.' }),
      },
      authScopes: { permission: 'READ_API_KEYS' },
      resolve: ({ key }, period, { database }) => usageHoursOfKey(database, key, period),
    }),
  }),
});

builder.objectFields(ApiKey, (t) => ({
  usage: t.field({
    type: ApiKeyUsage,
    description: 'How much it is used.',
    authScopes: { permission: 'READ_API_KEYS' },
    resolve: (key, _args, { database }) => usageOfKey(database, key),
  }),
  lastUsedAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When it last passed a verification.',
    resolve: async (key, _args, { database }) => (await usageOfKey(database, key)).lastUsedAt,
  }),
}));

builder.objectField(Organization, 'usage', (t) =>
  t.field({
    type: [UsageHourObject],
    description: 'The requests of all keys by hour, oldest first; hours without requests are left out.',
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: 'From the hour that holds this.' }),
      to: t.arg({ type: 'DateTime', required: true, description: 'Up to this; at most 92 days later.' }),
      environment: t.arg({ type: Environment, description: 'Only keys of this environment.' }),
    },
    authScopes: { permission: 'READ_API_KEYS' },
    resolve: (_organization, args, context) => organizationUsage(context, args),
  }),
);
