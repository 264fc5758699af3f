import { actorReference } from '../access/actor-reference.ts';
import { ApiKey } from '../api-keys/api-key.graphql.ts';
import type { ApiKeyRow } from '../api-keys/api-keys.sql.ts';
import { Actor, actorOf } from '../graphql/actor.graphql.ts';
import { builder } from '../graphql/builder.ts';
import { formatId } from '../lib/ids.ts';
import type { ExposureRow } from './exposures.sql.ts';
import { exposuresOfKeys } from './exposures.ts';

const ExposureOutcome = builder.enumType('ExposureOutcome', {
  description: 'What became of a key that was found in public.',
  values: {
    REVOKED: { description: 'It was revoked.' },
    SECRET_ENDED: { description: 'A rotation had replaced the secret, which was ended before its time.' },
    FLAGGED: { description: 'Nothing: it was noted, and the key keeps working.' },
    INACTIVE: { description: 'Nothing: it no longer worked.' },
  } satisfies Record<ExposureRow['outcome'], object>,
});

const ApiKeyExposure = builder.objectRef<ExposureRow>('ApiKeyExposure').implement({
  description: 'A place where a key was found in public.',
  fields: (t) => ({
    id: t.id({ description: '`exp_…`', resolve: ({ id }) => formatId('exposure', id) }),
    url: t.exposeString('url', { nullable: true, description: 'Where, if the place has an address.' }),
    source: t.exposeString('source', {
      nullable: true,
      description: 'What kind of place it is, in the reporter’s words.',
    }),
    outcome: t.expose('outcome', { type: ExposureOutcome, description: 'What became of the key.' }),
    reportedAt: t.expose('reportedAt', { type: 'DateTime', description: 'When it was first reported.' }),
    reportedBy: t.field({
      type: Actor,
      nullable: true,
      description: 'The service that found it.',
      authScopes: { public: true },
      resolve: ({ reportedByType, reportedById }, _args, context, info) =>
        actorOf(actorReference(reportedByType, reportedById), context, info),
    }),
  }),
});

builder.objectField(ApiKey, 'exposures', (t) =>
  t.loadableList({
    type: ApiKeyExposure,
    description: 'Where it was found in public, the latest first.',
    authScopes: { permission: exposuresOfKeys.permission },
    byPath: false,
    resolve: (key: ApiKeyRow) => key.id,
    load: (keyIds: string[], context) => exposuresOfKeys(context, keyIds),
  }),
);
