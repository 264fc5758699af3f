import { builder } from '../graphql/builder.ts';
import { formatId } from '../lib/ids.ts';
import { type Session as SessionShape, sessions } from './sessions.ts';
import { updateViewer, type Viewer as ViewerShape, viewer } from './viewer.ts';

export const Session = builder.objectRef<SessionShape>('Session').implement({
  description: 'A session of the person who is signed in.',
  fields: (t) => ({
    id: t.id({ description: '`ses_…`', resolve: ({ id }) => formatId('session', id) }),
    current: t.exposeBoolean('current', { description: 'Whether this request uses the session.' }),
    address: t.exposeString('address', {
      nullable: true,
      description: 'The address from which it was started.',
    }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: 'The user agent that started the session.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the session was started.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      description: 'When the session was last used, to the minute.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When the session expires.' }),
  }),
});

/** Always the caller, so its fields need no rights. */
export const Viewer = builder.objectRef<ViewerShape>('Viewer').implement({
  description: 'The signed-in person.',
  fields: (t) => ({
    id: t.id({ description: '`usr_…`', resolve: ({ user }) => formatId('user', user.id) }),
    email: t.string({ description: 'The email to sign in with.', resolve: ({ user }) => user.email }),
    name: t.string({ description: 'The name that others see.', resolve: ({ user }) => user.name }),
    sessions: t.field({
      type: [Session],
      description: 'The sessions of this person, the last used first.',
      authScopes: { public: true },
      resolve: (person, _args, context) => sessions(context, person),
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    nullable: true,
    description: 'The person who is signed in. Null if nobody is, as with a key or a service token.',
    authScopes: { public: true },
    resolve: (_parent, _args, context) => viewer(context),
  }),
);

const UpdateViewerInput = builder.inputType('UpdateViewerInput', {
  description: 'The changes to one’s own account.',
  fields: (t) => ({ name: t.string({ required: true, description: 'At most 100 characters.' }) }),
});

const UpdateViewerPayload = builder.objectRef<{ viewer: ViewerShape }>('UpdateViewerPayload').implement({
  description: 'The changed person.',
  fields: (t) => ({
    viewer: t.expose('viewer', {
      type: Viewer,
      description: 'The person with the new values.',
      authScopes: { public: true },
    }),
  }),
});

builder.mutationField('updateViewer', (t) =>
  t.field({
    type: UpdateViewerPayload,
    description: 'Changes one’s own name.',
    args: { input: t.arg({ type: UpdateViewerInput, required: true, description: 'The changes.' }) },
    authScopes: { signedIn: true },
    resolve: (_parent, { input }, context) => updateViewer(context, input),
  }),
);
