import { graphql } from '../gql/index.ts';

export const Events = graphql(`
  query Events($first: Int, $after: String, $last: Int, $before: String, $types: [EventType!], $actor: ID, $target: ID, $from: DateTime, $to: DateTime) {
    organization {
      events(first: $first, after: $after, last: $last, before: $before, types: $types, actor: $actor, target: $target, from: $from, to: $to) {
        edges { cursor node { id type sequence occurredAt actor { type id name } via targetId data requestId address userAgent email } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
`);

export const ApiKeyEvents = graphql(`
  query ApiKeyEvents($id: ID!) {
    apiKey(id: $id) { id events { edges { node { id type sequence } } } }
  }
`);

export const InstallationEvents = graphql(`
  query InstallationEvents($types: [EventType!]) {
    installationEvents(types: $types) { edges { node { id type sequence } } }
  }
`);
