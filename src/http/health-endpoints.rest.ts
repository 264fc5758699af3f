import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';

const tag = 'Health';

function answer<const Status extends string>(status: Status) {
  return { schema: z.object({ status: z.literal(status) }), examples: { answer: { status } } };
}

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
    'Whether the database answers too. Whoever distributes requests leaves out a node that is not ready.',
  security: [],
  answers: {
    200: { description: 'They can.', content: answer('ready') },
    503: { description: 'Not now.', headers: ['Retry-After'], content: answer('not ready') },
  },
  errors: ['METHOD_NOT_ALLOWED'],
};
