import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';

const tag = 'Health';

const reasons = [
  'the start is not complete',
  'the database does not answer',
  'the database is read-only',
] as const;

export type NotReadyReason = (typeof reasons)[number];

function answer<const Status extends string>(status: Status) {
  return { schema: z.object({ status: z.literal(status) }), examples: { answer: { status } } };
}

const notReady = {
  schema: z.object({
    status: z.literal('not ready'),
    reason: z.enum(reasons).describe('For people; more of them may come.'),
  }),
  examples: { answer: { status: 'not ready', reason: reasons[1] } },
};

export const liveEndpoint: Endpoint = {
  method: 'GET',
  path: '/health/live',
  operationId: 'getLiveness',
  tag,
  summary: 'Whether the process answers',
  description: 'Whoever gets no answer may start it again.',
  security: [],
  answers: { 200: { description: 'It does.', content: answer('live') } },
  errors: ['METHOD_NOT_ALLOWED'],
};

export const readyEndpoint: Endpoint = {
  method: 'GET',
  path: '/health/ready',
  operationId: 'getReadiness',
  tag,
  summary: 'Whether requests can be served',
  description:
    'Whether the start is complete and the database takes writes. Whoever distributes requests leaves out a node that is not ready.',
  security: [],
  answers: {
    200: { description: 'They can.', content: answer('ready') },
    503: { description: 'Not now.', headers: ['Retry-After'], content: notReady },
  },
  errors: ['METHOD_NOT_ALLOWED'],
};
