import { builder } from '../graphql/builder.ts';
import type { RateLimit as RateLimitShape } from './plan-rules.ts';

export const RateLimit = builder.objectRef<RateLimitShape>('RateLimit').implement({
  description: 'How many requests a key may make. Windows are fixed, in UTC; null: no limit.',
  fields: (t) => ({
    perMinute: t.exposeInt('perMinute', { nullable: true, description: 'Within one minute.' }),
    perHour: t.exposeInt('perHour', { nullable: true, description: 'Within one hour.' }),
  }),
});
