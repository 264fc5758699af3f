import { expect } from 'vitest';
import type { EventsQueryVariables } from '../gql/graphql.ts';
import type { TestApp } from '../support/app.ts';
import { dataOf, type SendOptions } from '../support/graphql.ts';
import { sendRest } from '../support/rest.ts';
import { until } from '../support/until.ts';
import { Events } from './documents.ts';

type Requests = Pick<TestApp, 'graphql'>;

/** A page of events as GraphQL shows it. */
export async function pageOfEvents(app: Requests, caller: SendOptions, variables: EventsQueryVariables = {}) {
  const { organization } = dataOf(await app.graphql(Events, variables, caller));
  if (organization === null) throw new Error('No organization is active');
  return organization.events;
}

/** The events of a page. */
export async function eventsOf(app: Requests, caller: SendOptions, variables: EventsQueryVariables = {}) {
  return (await pageOfEvents(app, caller, variables)).edges.map(({ node }) => node);
}

export type RestEvent = {
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
  readonly data: Readonly<Record<string, unknown>>;
};

/** Waits until so many events are sealed, and returns them in the order of the log, as REST shows them. */
export async function sealedEventsOf(
  app: Pick<TestApp, 'url'>,
  { bearer, organization }: SendOptions,
  count: number,
): Promise<RestEvent[]> {
  const events = await until(`${count} sealed events`, async () => {
    const { body } = await sendRest(app.url, 'GET /v1/events?limit=1000', { bearer, organization });
    const { data } = body as { data: RestEvent[] };
    return data.length >= count && data;
  });
  expect(events).toHaveLength(count);
  return events;
}
