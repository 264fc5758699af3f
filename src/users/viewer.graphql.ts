import { builder } from '../graphql/builder.ts';
import { formatId } from '../lib/ids.ts';
import { type Session as SessionShape, sessions } from './sessions.ts';
import { updateViewer, type Viewer as ViewerShape, viewer } from './viewer.ts';

export const Session = builder.objectRef<SessionShape>('Session').implement({
  description: 'Where somebody is signed in.',
  fields: (t) => ({
    id: t.id({ description: '`ses_…`', resolve: ({ id }) => formatId('session', id) }),
    current: t.exposeBoolean('current', { description: 'Whether this request is made with it.' }),
    address: t.exposeString('address', { nullable: true, description: 'Where it was started from.' }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: 'What the browser or program called itself when it started the session.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was started.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      description: 'When it was last used, to the minute.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends by itself.' }),
  }),
});

/** Only ever the person who asks, so its fields need no rights of their own. */
export const Viewer = builder.objectRef<ViewerShape>('Viewer').implement({
  description: 'The signed-in person.',
  fields: (t) => ({
    id: t.id({ description: '`usr_…`', resolve: ({ user }) => formatId('user', user.id) }),
    email: t.string({ description: 'The email to sign in with.', resolve: ({ user }) => user.email }),
    name: t.string({ description: 'What others see.', resolve: ({ user }) => user.name }),
    sessions: t.field({
      type: [Session],
      description: 'Where one is signed in, the last used first.',
      authScopes: { public: true },
      resolve: (person, _args, context) => sessions(context, person),
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    nullable: true,
    description: 'Who is signed in; null when nobody is, as with a key or a service token.',
    authScopes: { public: true },
    resolve: (_parent, _args, context) => viewer(context),
  }),
);

const UpdateViewerInput = builder.inputType('UpdateViewerInput', {
  description: 'What to change about oneself.',
  fields: (t) => ({ name: t.string({ required: true, description: 'At most 100 characters.' }) }),
});

const UpdateViewerPayload = builder.objectRef<{ viewer: ViewerShape }>('UpdateViewerPayload').implement({
  description: 'The changed person.',
  fields: (t) => ({
    viewer: t.expose('viewer', { type: Viewer, description: 'As it is now.', authScopes: { public: true } }),
  }),
});

builder.mutationField('updateViewer', (t) =>
  t.field({
    type: UpdateViewerPayload,
    description: 'Changes one’s own name.',
    args: { input: t.arg({ type: UpdateViewerInput, required: true, description: 'What to change.' }) },
    authScopes: { signedIn: true },
    resolve: (_parent, { input }, context) => updateViewer(context, input),
  }),
);
