import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { z } from 'zod';

/** The node, or its database, is away: nothing was said about what was asked. */
export class Unanswered extends Error {
  /** 503, or the code of the broken connection. */
  readonly reason: string;

  constructor(reason: string) {
    super(`Unanswered: ${reason}`);
    this.reason = reason;
  }
}

export type Answer = { readonly status: number; readonly text: string };
export type Message = {
  readonly path: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
};

// One for all nodes: connections are kept, as a product's API would keep them.
const agent = new Agent({ keepAlive: true, maxSockets: 128 });
const patienceMs = 100_000;

/** Throws Unanswered when there is no answer, or only that there will be one later (503). */
export async function post(url: string, message: Message): Promise<Answer> {
  const answer = await exchange(new URL(message.path, url), message).catch((error: unknown) => {
    throw new Unanswered(error instanceof Error && 'code' in error ? String(error.code) : String(error));
  });
  if (answer.status === 503) throw new Unanswered('503');
  return answer;
}

const attempts = 5;
const pauseMs = 200;

/** A busy machine's 503 goes by; one that comes again and again does not. */
export async function patiently<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Unanswered && error.reason === '503') || attempt === attempts) throw error;
      await sleep(pauseMs);
    }
  }
}

/** Null when it was not answered. */
export async function unlessUnanswered<Value>(answer: Promise<Value>): Promise<Value | null> {
  return answer.catch((error: unknown) => {
    if (error instanceof Unanswered) return null;
    throw error;
  });
}

function exchange(address: URL, { body, headers }: Message): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(address, {
      method: 'POST',
      agent,
      timeout: patienceMs,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    });
    outgoing.end(body);
  });
}

const window = z.object({
  window: z.enum(['minute', 'hour']),
  limit: z.int(),
  remaining: z.int(),
  reset: z.int(),
});
const verification = z.object({
  valid: z.boolean(),
  code: z.string(),
  expiresAt: z.string().nullish(),
  rateLimit: z.object({ windows: z.array(window) }).nullish(),
});

export type Verified = z.output<typeof verification>;
export type VerifyRequest = { readonly key: string; readonly [field: string]: unknown };

/** A verification by this service token; null: the token is refused. */
export async function verify(url: string, bearer: string, asked: VerifyRequest): Promise<Verified | null> {
  const { status, text } = await post(url, {
    path: '/v1/verify',
    headers: { authorization: `Bearer ${bearer}` },
    body: JSON.stringify(asked),
  });
  if (status === 401) return null;
  if (status !== 200) throw new Error(`Verification was answered with ${status}: ${text}`);
  return verification.parse(JSON.parse(text));
}

/** The code of the verification of a key, or `UNAUTHENTICATED`. */
export async function codeOf(url: string, bearer: string, asked: VerifyRequest): Promise<string> {
  return (await verify(url, bearer, asked))?.code ?? 'UNAUTHENTICATED';
}

type Refused = { readonly code: string };

export type GraphQLAnswer<Data> = { readonly data: Data } | Refused;

/** The data of a GraphQL request, or the code of its first error. */
export async function graphql<Data, Variables>(
  url: string,
  bearer: string,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<GraphQLAnswer<Data>> {
  const { text } = await post(url, {
    path: '/graphql',
    headers: { authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const answer: { data?: Data | null; errors?: { extensions?: { code?: string } }[] } = JSON.parse(text);
  if (answer.errors !== undefined) {
    const code = answer.errors[0]?.extensions?.code ?? text;
    // With a part of the data the HTTP status is 200, though the rest did not come.
    if (code === 'SERVICE_UNAVAILABLE') throw new Unanswered('503');
    return { code };
  }
  if (answer.data == null) throw new Error(`GraphQL answered with neither data nor errors: ${text}`);
  return { data: answer.data };
}

export function isRefused<Data>(answer: GraphQLAnswer<Data>): answer is Refused {
  return 'code' in answer;
}
