import { actorReference } from '../access/actor-reference.ts';
import { parsePermissions } from '../access/stored-rights.ts';
import { Actor, actorOf } from '../graphql/actor.graphql.ts';
import { builder } from '../graphql/builder.ts';
import { PermissionEnum } from '../graphql/permission.graphql.ts';
import { formatId } from '../lib/ids.ts';
import type { InvitationRow, invitationStatuses } from './invitations.sql.ts';
import { Role } from './role.graphql.ts';

const InvitationStatus = builder.enumType('InvitationStatus', {
  description: 'The state of an invitation.',
  values: {
    PENDING: { description: 'It can be accepted.' },
    EXPIRED: { description: 'It is no longer valid. Sending it again renews it.' },
    ACCEPTED: { description: 'The person joined.' },
    REVOKED: { description: 'A member revoked it.' },
  } satisfies Record<(typeof invitationStatuses)[number], object>,
});

export const Invitation = builder.objectRef<InvitationRow>('Invitation').implement({
  description: 'An invitation to join, mailed as a link that works once and for seven days.',
  fields: (t) => ({
    id: t.id({ description: '`inv_…`', resolve: ({ id }) => formatId('invitation', id) }),
    email: t.exposeString('email', { description: 'The invited email address.' }),
    role: t.expose('role', { type: Role, description: 'The person’s future role.' }),
    grantedPermissions: t.field({
      type: [PermissionEnum],
      description: 'The permissions that the person will have besides those of the role.',
      resolve: ({ permissions }) => [...parsePermissions(permissions)],
    }),
    status: t.expose('status', { type: InvitationStatus, description: 'Its state.' }),
    invitedBy: t.field({
      type: Actor,
      nullable: true,
      description: 'The actor who sent it; null if the operator used the command line.',
      authScopes: { public: true },
      resolve: ({ invitedByType, invitedById }, _args, context, info) =>
        actorOf(actorReference(invitedByType, invitedById), context, info),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it expires.' }),
  }),
});
