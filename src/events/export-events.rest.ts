import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RequestContext } from '../access/context.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { organizationParameter } from '../http/idempotency-key.ts';
import type { Route } from '../http/route.ts';
import { parseInput } from '../input.ts';
import { type EventLog, type ExportedEvent, installationEventLog, organizationLog } from './event-logs.ts';
import { afterParameter } from './events-query.rest.ts';

const exportQuery = z.strictObject({ after: afterParameter });

const exampleLine = {
  sequence: 1,
  previous_head: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  head: 'b0mXkVPZ2dHkT1EvdFRAx2pfEqrLyPYSrtQAzmfQMgE=',
  body: '{"id":"evt_01h455vb4pex5vsknk084sn02q","type":"api_key.created"}',
};

export const exportEventsEndpoint: Endpoint = {
  method: 'GET',
  path: '/v1/events/export',
  operationId: 'exportEvents',
  tag: 'Events',
  summary: 'Export the log of events as JSON lines',
  description:
    'One line for each sealed event, in the order of the log: `sequence`, `previous_head`, `head` and `body`. `body` is the exact text that was hashed: `head` is SHA-256 of a byte 1, `previous_head` and SHA-256 of a byte 0 and `body`. There is no data about people in it, only commitments to it. If the answer breaks off, go on with `after`, the sequence of the last whole line.',
  security: ['bearer', 'session'],
  requires: organizationLog.stored.permission,
  parameters: [organizationParameter],
  query: exportQuery,
  answers: {
    200: {
      description: 'The events.',
      content: {
        mediaType: 'application/x-ndjson',
        schema: z.string(),
        examples: { line: `${JSON.stringify(exampleLine)}\n` },
      },
    },
  },
  errors: ['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT', 'NOT_FOUND', 'METHOD_NOT_ALLOWED'],
};

export const exportInstallationEventsEndpoint: Endpoint = {
  ...exportEventsEndpoint,
  path: '/v1/installation/events/export',
  operationId: 'exportInstallationEvents',
  summary: 'Export the log of the installation as JSON lines',
  security: ['bearer'],
  requires: installationEventLog.stored.permission,
  parameters: [],
};

export function exportRoutes(route: Route): void {
  route(exportEventsEndpoint, exporting(organizationLog));
  route(exportInstallationEventsEndpoint, exporting(installationEventLog));
}

function exporting(log: EventLog) {
  return async (context: RequestContext, request: FastifyRequest, reply: FastifyReply) => {
    const { after } = parseInput(exportQuery, request.query, '');
    const events = await log.stored(context, after);
    return reply.type('application/x-ndjson').send(Readable.from(linesOf(events)));
  };
}

async function* linesOf(events: AsyncIterable<ExportedEvent>): AsyncGenerator<string, void, undefined> {
  for await (const { sequence, previousHead, head, body } of events) {
    const line = {
      sequence,
      previous_head: previousHead.toString('base64'),
      head: head.toString('base64'),
      body,
    };
    yield `${JSON.stringify(line)}\n`;
  }
}
