import { actorReference } from '../access/actor-reference.ts';
import { parsePermissions } from '../access/stored-rights.ts';
import { Actor, actorOf } from '../graphql/actor.graphql.ts';
import { builder } from '../graphql/builder.ts';
import { PermissionEnum } from '../graphql/permission.graphql.ts';
import { formatId } from '../lib/ids.ts';
import type { InvitationRow, invitationStatuses } from './invitations.sql.ts';
import { Role } from './role.graphql.ts';

const InvitationStatus = builder.enumType('InvitationStatus', {
  description: 'What became of an invitation.',
  values: {
    PENDING: { description: 'It can be accepted.' },
    EXPIRED: { description: 'Its time ended; sending it again renews it.' },
    ACCEPTED: { description: 'The person joined.' },
    REVOKED: { description: 'It was taken back.' },
  } satisfies Record<(typeof invitationStatuses)[number], object>,
});

export const Invitation = builder.objectRef<InvitationRow>('Invitation').implement({
  description: 'An offer to join, mailed as a link that works once and for seven days.',
  fields: (t) => ({
    id: t.id({ description: '`inv_…`', resolve: ({ id }) => formatId('invitation', id) }),
    email: t.exposeString('email', { description: 'Who is invited.' }),
    role: t.expose('role', { type: Role, description: 'What the person will be.' }),
    grantedPermissions: t.field({
      type: [PermissionEnum],
      description: 'What will be granted apart from the role.',
      resolve: ({ permissions }) => [...parsePermissions(permissions)],
    }),
    status: t.expose('status', { type: InvitationStatus, description: 'What became of it.' }),
    invitedBy: t.field({
      type: Actor,
      nullable: true,
      description: 'Who invited; null: the operator, by the command line.',
      authScopes: { public: true },
      resolve: ({ invitedByType, invitedById }, _args, context, info) =>
        actorOf(actorReference(invitedByType, invitedById), context, info),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can be accepted.' }),
  }),
});
