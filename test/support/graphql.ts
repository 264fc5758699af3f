import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';

export type GraphQLAnswer<Data> = {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data | null;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string; readonly [name: string]: unknown };
  }[];
};

export type SendOptions = {
  /** Sent as `Authorization: Bearer …`. */
  readonly bearer?: string | undefined;
  /** Sent as `Latchkey-Organization`. */
  readonly organization?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
};

export type GraphQLRequest = <Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options?: SendOptions,
) => Promise<GraphQLAnswer<Data>>;

export function sendGraphQL(url: string): GraphQLRequest {
  return async (document, variables, { bearer, organization, headers } = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...(organization !== undefined && { 'latchkey-organization': organization }),
        ...headers,
      },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const body: Pick<GraphQLAnswer<never>, 'data'> & Partial<GraphQLAnswer<never>> = await response.json();
    return { status: response.status, headers: response.headers, data: body.data, errors: body.errors ?? [] };
  };
}

/** Returns the data of an answer that must have no errors. */
export function dataOf<Data>({ data, errors }: GraphQLAnswer<Data>): Data {
  if (data === null || errors.length > 0) throw new Error(`GraphQL failed: ${JSON.stringify(errors)}`);
  return data;
}

/** Returns the member of a result union with this name. Another member fails the test and shows its content. */
export function memberOf<Union extends { __typename: string }, Name extends Union['__typename']>(
  union: Union,
  name: Name,
): Extract<Union, { __typename: Name }> {
  if (isMember(union, name)) return union;
  throw new Error(`Expected ${name}, got ${JSON.stringify(union)}`);
}

function isMember<Union extends { __typename: string }, Name extends Union['__typename']>(
  union: Union,
  name: Name,
): union is Extract<Union, { __typename: Name }> {
  return union.__typename === name;
}
