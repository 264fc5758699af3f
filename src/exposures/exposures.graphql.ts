import { actorReference } from '../access/actor-reference.ts';
import { ApiKey } from '../api-keys/api-key-type.graphql.ts';
import type { ApiKeyRow } from '../api-keys/api-keys.sql.ts';
import { Actor, actorOf } from '../graphql/actor.graphql.ts';
import { builder } from '../graphql/builder.ts';
import { formatId } from '../lib/ids.ts';
import type { ExposureRow } from './exposures.sql.ts';
import { exposuresOfKeys } from './exposures.ts';

const ExposureOutcome = builder.enumType('ExposureOutcome', {
  description: 'What happened to a key that was found in public.',
  values: {
    REVOKED: { description: 'It was revoked.' },
    SECRET_ENDED: { description: 'A rotation had already replaced the secret. The secret was ended early.' },
    FLAGGED: { description: 'The exposure was recorded, and the key keeps working.' },
    INACTIVE: { description: 'Nothing happened, because the key no longer worked.' },
  } satisfies Record<ExposureRow['outcome'], object>,
});

const ApiKeyExposure = builder.objectRef<ExposureRow>('ApiKeyExposure').implement({
  description: 'A place where a key was found in public.',
  fields: (t) => ({
    id: t.id({ description: '`exp_…`', resolve: ({ id }) => formatId('exposure', id) }),
    url: t.exposeString('url', { nullable: true, description: 'The address of the place, if it has one.' }),
    source: t.exposeString('source', {
      nullable: true,
      description: 'The kind of place, in the reporter’s words.',
    }),
    outcome: t.expose('outcome', { type: ExposureOutcome, description: 'What happened to the key.' }),
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
    description: 'The places where it was found in public, the latest first.',
    authScopes: { permission: exposuresOfKeys.permission },
    byPath: false,
    resolve: (key: ApiKeyRow) => key.id,
    load: (keyIds: string[], context) => exposuresOfKeys(context, keyIds),
  }),
);
