import type { LatchkeyError } from './errors.ts';
import { withRetries } from './retry.ts';
import { type Answer, errorFrom, post } from './send.ts';
import type { Connection } from './settings.ts';
import type { TypedDocument } from './typed-document.ts';
import { isRecord, recordOf, textOf } from './values.ts';

export type CallOptions = {
  /** Aborts the call. */
  readonly signal?: AbortSignal | undefined;
};

export type GraphQLCall = <Data, Variables>(
  document: TypedDocument<Data, Variables>,
  variables: Variables,
  options?: CallOptions,
) => Promise<Data>;

/** The credential and the connection of a call. */
export type Caller = {
  readonly connection: Connection;
  readonly credential: string;
  readonly organization: string | undefined;
};

const reading = { attempts: 3, firstPauseMs: 200, maxPauseMs: 5000 } as const;

/**
 * Makes a function that sends documents to `/graphql`. If Latchkey is unreachable or busy, a query is sent again. A
 * mutation is never sent again, because it may have been done even if its answer was lost.
 */
export function graphqlCaller(connect: () => Caller): GraphQLCall {
  return async (document, variables, { signal } = {}) => {
    const caller = connect();
    const { connection } = caller;
    const sent = {
      headers: headersOf(caller),
      body: JSON.stringify({ query: document.text, variables }),
      signal,
    };
    const send = async () => dataOf(connection, document, await post(connection, 'graphql', sent));
    return document.operation === 'query' ? withRetries({ ...reading, signal }, send) : send();
  };
}

function headersOf({ credential, organization }: Caller): Record<string, string> {
  return {
    'content-type': 'application/json',
    authorization: `Bearer ${credential}`,
    ...(organization !== undefined && { 'latchkey-organization': organization }),
  };
}

function dataOf<Data, Variables>(
  connection: Connection,
  document: TypedDocument<Data, Variables>,
  answer: Answer,
): Data {
  const { data, errors } = recordOf(answer.body);
  if (isDone(document.operation, data) && document.isData(data)) return data;
  if (Array.isArray(errors) && errors.length > 0) throw firstError(connection, errors[0], answer);
  if (!document.isData(data)) {
    const described = recordOf(answer.body);
    throw errorFrom(connection, described, answer, {
      code: textOf(described['code']),
      message: textOf(described['detail']),
    });
  }
  return data;
}

/**
 * Checks whether a mutation was done. If it has a result, the answer may hold the only copy of a secret, even if
 * another part of the answer could not be read and is null.
 */
function isDone(operation: 'query' | 'mutation', data: unknown): boolean {
  return operation === 'mutation' && isRecord(data) && Object.values(data).every((field) => field !== null);
}

function firstError(connection: Connection, error: unknown, answer: Answer): LatchkeyError {
  const { message, extensions } = recordOf(error);
  const described = isRecord(extensions) ? extensions : {};
  return errorFrom(connection, described, answer, {
    code: textOf(described['code']),
    message: textOf(message),
  });
}
