import type { Outcome } from '../errors.ts';
import { builder } from './builder.ts';

/** What every member of a result union that is not the success looks like. */
export const ErrorInterface = builder.interfaceRef<Outcome>('Error').implement({
  description: 'An outcome other than success, for callers to branch on.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable, such as `ACTIVE_KEY_LIMIT_REACHED`.' }),
    message: t.exposeString('message', { description: 'For people; may change.' }),
    remedy: t.exposeString('remedy', { description: 'What can be done about it.' }),
  }),
});
