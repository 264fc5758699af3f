import type { Outcome } from '../errors.ts';
import { builder } from './builder.ts';

/** The fields of every member of a result union except the success. */
export const ErrorInterface = builder.interfaceRef<Outcome>('Error').implement({
  description: 'The operation did not succeed. Branch on the type or on `code`.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable, such as `ACTIVE_KEY_LIMIT_REACHED`.' }),
    message: t.exposeString('message', { description: 'For people; may change.' }),
    remedy: t.exposeString('remedy', { description: 'What the caller can do.' }),
  }),
});
