import { builder } from '../graphql/builder.ts';
import { Viewer } from '../users/viewer.graphql.ts';
import { Member } from './members.graphql.ts';
import { memberships } from './members.ts';

builder.objectField(Viewer, 'memberships', (t) =>
  t.field({
    type: [Member],
    description: 'The person as a member of each of their organizations, by the organizations’ names.',
    authScopes: { public: true },
    resolve: (_viewer, _args, context) => memberships(context),
  }),
);
