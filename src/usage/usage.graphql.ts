import { ApiKey } from '../api-keys/api-key-type.graphql.ts';
import { apiKey } from '../api-keys/api-keys.ts';
import { Environment } from '../api-keys/environment.graphql.ts';
import { ApiKeyRotation } from '../api-keys/rotate-api-key.graphql.ts';
import { builder } from '../graphql/builder.ts';
import { Organization } from '../organizations/organizations.graphql.ts';
import { knownKeyCodes, verificationResults } from '../verification-results.ts';
import type { UsageHour } from './usage.sql.ts';
import {
  organizationUsage,
  previousSecretUse,
  type UsageOfKey,
  usageHoursOfKey,
  usageOfKey,
} from './usage.ts';

const UsageHourObject = builder.objectRef<UsageHour>('UsageHour').implement({
  description: 'The requests of one hour (UTC), counted by result.',
  fields: (t) => ({
    hour: t.expose('hour', { type: 'DateTime', description: 'The beginning of the hour.' }),
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
  description: 'The use of a key. Counts are at most one second behind.',
  fields: (t) => ({
    // Not an Int: 826 requests a second exceed its range within a month.
    requestsToday: t.exposeFloat('requestsToday', {
      description: 'Requests allowed since 00:00 UTC. A whole number.',
    }),
    requestsThisMonth: t.exposeFloat('requestsThisMonth', {
      description: 'Requests allowed since the first day of this month (UTC). A whole number.',
    }),
    lastUsedAddress: t.exposeString('lastUsedAddress', {
      nullable: true,
      description: 'The address of the last allowed request, if the product sent it.',
    }),
    lastUsedUserAgent: t.exposeString('lastUsedUserAgent', {
      nullable: true,
      description: 'The user agent of the last allowed request, if the product sent it.',
    }),
    hours: t.field({
      type: [UsageHourObject],
      description: 'Requests by hour, oldest first. Hours without requests are omitted.',
      args: {
        from: t.arg({
          type: 'DateTime',
          required: true,
          description: 'The start; its whole hour is included.',
        }),
        to: t.arg({
          type: 'DateTime',
          required: true,
          description: 'The end, at most 92 days after `from`.',
        }),
      },
      authScopes: { permission: apiKey.permission },
      resolve: ({ key }, period, { database }) => usageHoursOfKey(database, key, period),
    }),
  }),
});

builder.objectFields(ApiKey, (t) => ({
  usage: t.field({
    type: ApiKeyUsage,
    description: 'The use of the key.',
    authScopes: { permission: apiKey.permission },
    resolve: (key, _args, { database }) => usageOfKey(database, key),
  }),
  lastUsedAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When the key last passed a verification.',
    resolve: async (key, _args, { database }) => (await usageOfKey(database, key)).lastUsedAt,
  }),
}));

builder.objectField(ApiKeyRotation, 'previousSecretLastUsedAt', (t) =>
  t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'When the previous secret last passed a verification since the rotation; null if it did not. It tells whether anybody still uses it. At most one second behind.',
    resolve: async ({ key }, _args, { database }) => previousSecretUse(await usageOfKey(database, key)),
  }),
);

builder.objectField(Organization, 'usage', (t) =>
  t.field({
    type: [UsageHourObject],
    description: 'The requests of all keys by hour, oldest first. Hours without requests are omitted.',
    args: {
      from: t.arg({
        type: 'DateTime',
        required: true,
        description: 'The start; its whole hour is included.',
      }),
      to: t.arg({ type: 'DateTime', required: true, description: 'The end, at most 92 days after `from`.' }),
      environment: t.arg({ type: Environment, description: 'Only keys of this environment.' }),
    },
    authScopes: { permission: organizationUsage.permission },
    resolve: (_organization, args, context) => organizationUsage(context, args),
  }),
);
