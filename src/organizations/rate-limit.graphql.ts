import { builder } from '../graphql/builder.ts';
import type { RateLimit as RateLimitShape } from './plan-rules.ts';

export const RateLimit = builder.objectRef<RateLimitShape>('RateLimit').implement({
  description: 'The number of requests that a key may make in fixed windows (UTC). Null means no limit.',
  fields: (t) => ({
    perMinute: t.exposeInt('perMinute', { nullable: true, description: 'Requests within one minute.' }),
    perHour: t.exposeInt('perHour', { nullable: true, description: 'Requests within one hour.' }),
  }),
});
