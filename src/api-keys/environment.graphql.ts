import type { environments } from '../environment.ts';
import { builder } from '../graphql/builder.ts';

export const Environment = builder.enumType('Environment', {
  description: 'The environment of a key. A key of one environment never works in the other.',
  values: {
    TEST: { description: 'For building and testing: `sk_test_…`.' },
    LIVE: { description: 'For production: `sk_live_…`.' },
  } satisfies Record<(typeof environments)[number], object>,
});
