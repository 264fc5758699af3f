import type { environments } from '../environment.ts';
import { builder } from '../graphql/builder.ts';

export const Environment = builder.enumType('Environment', {
  description: 'What a key is for. A key of one environment never works in the other.',
  values: {
    TEST: { description: 'Building and testing; `sk_test_…`.' },
    LIVE: { description: 'Production; `sk_live_…`.' },
  } satisfies Record<(typeof environments)[number], object>,
});
